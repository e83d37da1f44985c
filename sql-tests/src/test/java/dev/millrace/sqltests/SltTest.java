package dev.millrace.sqltests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.millrace.sqltests.replay.Replay;
import dev.millrace.sqltests.run.Engine;
import dev.millrace.sqltests.run.Report;
import dev.millrace.sqltests.run.ScriptRunner;
import dev.millrace.sqltests.script.Entry;
import dev.millrace.sqltests.script.Script;
import dev.millrace.sqltests.server.OwnServer;

/** Every script in every telling against servers of our own. */
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

    private static final List<OwnServer> SERVERS = new ArrayList<>();
    /** Scripts share nothing, and each server uses little more than one core: two tell side by side. */
    private static final int SERVERS_COUNT = 2;
    private static final ExecutorService TELLERS = Executors.newFixedThreadPool(SERVERS_COUNT);
    private static final BlockingQueue<OwnServer> FREE = new LinkedBlockingQueue<>();

    @BeforeAll
    static void startServers() throws IOException {
        for (int i = 0; i < SERVERS_COUNT; i++) {
            OwnServer server = OwnServer.start(JAVA_OPTIONS, List.of(), Map.of());
            SERVERS.add(server);
            FREE.add(server);
        }
    }

    @AfterAll
    static void stopServers() {
        TELLERS.shutdownNow();
        SERVERS.forEach(OwnServer::close);
    }

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        List<Scripts.Telling> restarted = Scripts.tellings(Engine.MILLRACE, List.of(Replay.RESTARTS),
                (script, replay) -> true);
        Collections.shuffle(restarted, new Random(SEED));
        List<Scripts.Telling> tellings = Scripts.tellings(Engine.MILLRACE, REPLAYS, SltTest::isToldHere);
        tellings.addAll(restarted.subList(0, RESTARTED_SCRIPTS));
        return tellings.stream().map(telling -> {
            Future<Report> told = TELLERS.submit(() -> tell(telling.script()));
            return telling.test(told::get);
        }).toList().stream();
    }

    private static Report tell(Script script) throws InterruptedException {
        OwnServer server = FREE.take();
        try {
            return ScriptRunner.run(script, server, Engine.MILLRACE, sql -> { });
        } finally {
            FREE.add(server);
        }
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
