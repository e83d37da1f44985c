package dev.millrace.sqltests.differential;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.PostgresOracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A few cases of {@code bin/millrace trial differential}, and {@code trial tpch} at its smallest. The cases are the
 * same each time; {@code -Dmillrace.differential.seed=N} takes others.
 */
final class DifferentialTest {
    private static final int CASES = 12;
    /** No case begins after so long, so that a slow machine still ends. */
    private static final long NANOS_MAX = 30_000_000_000L;
    private static final double SCALE = 0.0001;

    private static PostgresOracle postgres;
    private static OwnServer server;

    @BeforeAll
    static void start() throws IOException {
        try {
            postgres = PostgresOracle.start();
        } catch (IOException | RuntimeException e) {
            // Root in a container without user namespaces: there is no one to run it as.
            Assumptions.abort("PostgreSQL cannot be started here: " + e.getMessage());
        }
        server = OwnServer.start();
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void chanceFindsNoOtherAnswer() throws SQLException {
        long seed = Long.getLong("millrace.differential.seed", 1);
        CaseWriter writer = new CaseWriter(4, 2);
        long deadline = System.nanoTime() + NANOS_MAX;
        List<String> wrong = new ArrayList<>();
        try (Contest contest = new Contest(postgres.url(), server.url())) {
            for (long number = seed; number < seed + CASES && System.nanoTime() - deadline < 0; number++) {
                for (Finding finding : contest.run(writer.write(number))) {
                    if (!finding.isRefusal()) {
                        wrong.add("case " + number + ": " + finding.cause() + "\n" + finding.statement());
                    }
                }
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    @Test
    void tpchStaysRight() throws IOException, SQLException {
        try (Connection judge = Contest.open(postgres.url());
                Connection contestant = Contest.open(server.url())) {
            assertEquals(List.of(), new TpchContest(judge, contestant, new TpchLoad(1, SCALE)).run(1));
        }
    }

    /** What is written is written again from the same seed, or a finding could not be repeated. */
    @Test
    void aSeedWritesOneCase() {
        CaseWriter writer = new CaseWriter(3, 2);
        for (long seed = 1; seed <= 20; seed++) {
            assertEquals(writer.write(seed), writer.write(seed));
        }
    }

    /** Each simpler text is reached by leaving something out or by putting something smaller in its place. */
    @Test
    void sketchesBecomeSimpler() {
        Sketch sum = new Sketch.Choice(Sketch.row("(", Sketch.words("a"), " + ", Sketch.words("b"), ")"),
                List.of(Sketch.words("a"), Sketch.words("1")));
        Sketch whole = Sketch.row("SELECT ", Sketch.items(", ", 1, List.of(sum, Sketch.words("c"))),
                Sketch.optional(" WHERE d"));
        assertEquals("SELECT (a + b), c WHERE d", whole.text());
        assertEquals(
                List.of("SELECT c WHERE d", "SELECT (a + b) WHERE d", "SELECT a, c WHERE d", "SELECT 1, c WHERE d",
                        "SELECT (a + b), c"),
                whole.simpler().map(Sketch::text).distinct().toList());
    }
}
