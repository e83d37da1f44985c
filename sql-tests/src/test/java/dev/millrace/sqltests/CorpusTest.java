package dev.millrace.sqltests;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.millrace.sqltests.corpus.SqliteCorpus;
import dev.millrace.sqltests.replay.Replay;
import dev.millrace.sqltests.run.Engine;
import dev.millrace.sqltests.run.Report;
import dev.millrace.sqltests.run.ScriptRunner;
import dev.millrace.sqltests.script.Script;
import dev.millrace.sqltests.server.OwnServer;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A sample of the SQLite corpus, ad hoc and as materialized views. {@code bin/millrace slt --corpus} runs all of it.
 * The sample is the same each time; {@code -Dmillrace.corpus.seed=N} takes another.
 */
final class CorpusTest {
    private static final int SCRIPTS = 24;
    private static final int QUERIES_OF_EACH = 25;
    /** What has not begun after so long is left out, so that a slow machine still ends. */
    private static final long NANOS_MAX = 50_000_000_000L;

    private static OwnServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = OwnServer.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> sample() throws IOException {
        long seed = Long.getLong("millrace.corpus.seed", 20_261_122);
        SqliteCorpus corpus = new SqliteCorpus(seed);
        long deadline = System.nanoTime() + NANOS_MAX;
        return corpus.smallNames().stream().limit(SCRIPTS).map(name -> DynamicTest.dynamicTest(name, () -> {
            Assumptions.assumeTrue(System.nanoTime() - deadline < 0, "out of time: this machine is slow");
            Script script = corpus.script(name, Engine.MILLRACE, QUERIES_OF_EACH);
            check(script);
            check(Replay.AS_VIEWS.apply(script, seed).orElseThrow());
        }));
    }

    private static void check(Script script) {
        Report report = ScriptRunner.run(script, server, Engine.MILLRACE, sql -> { });
        boolean isRight = report.failures().stream().allMatch(CorpusTest::isKnownRefusal);
        assertTrue(isRight, report::explanation);
    }

    /** A unique index is refused until indexes exist; no answer depends on it. */
    private static boolean isKnownRefusal(Report.Failure failure) {
        return failure.sql().startsWith("CREATE UNIQUE INDEX") && failure.message().startsWith("0A000");
    }
}
