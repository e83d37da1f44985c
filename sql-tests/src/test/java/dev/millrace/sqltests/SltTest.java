package dev.millrace.sqltests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.millrace.sqltests.replay.Replay;
import dev.millrace.sqltests.run.Engine;
import dev.millrace.sqltests.script.Entry;
import dev.millrace.sqltests.script.Script;
import dev.millrace.sqltests.server.OwnServer;

/** Every script in every telling against one server of our own. */
final class SltTest {
    /** Each on the same server; the tiny state has a test of its own, for it wants another. */
    static final List<Replay> REPLAYS = List.of(Replay.AS_WRITTEN, Replay.ROW_PER_EPOCH, Replay.VIEWS_LAST,
            Replay.AS_VIEWS, Replay.GHOSTS);
    /** A restart takes seconds: a sample here, all by {@code bin/millrace slt FOLDER --replay restarts}. */
    private static final int RESTARTED_SCRIPTS = 3;
    /** The scripts are many and short: a compiler that is done soon suits them, and leaves the cores to them. */
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final long SEED = Long.getLong("millrace.slt.seed", 20_261_122);

    private static OwnServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = OwnServer.start(JAVA_OPTIONS, List.of(), Map.of());
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        List<DynamicTest> restarted =
                new ArrayList<>(Scripts.tests(server, Engine.MILLRACE, List.of(Replay.RESTARTS)).toList());
        Collections.shuffle(restarted, new Random(SEED));
        return Stream.concat(
                Scripts.tests(server, Engine.MILLRACE, REPLAYS, SltTest::isToldHere),
                restarted.stream().limit(RESTARTED_SCRIPTS));
    }

    /** A script that restarts its server by itself is told as written and in one other way, by chance. */
    private static boolean isToldHere(Script script, Replay replay) {
        if (replay == Replay.AS_WRITTEN || script.entries().stream().noneMatch(Entry.Restart.class::isInstance)) {
            return true;
        }
        int other = new Random(SEED ^ script.name().hashCode()).nextInt(1, REPLAYS.size());
        return replay == REPLAYS.get(other);
    }
}
