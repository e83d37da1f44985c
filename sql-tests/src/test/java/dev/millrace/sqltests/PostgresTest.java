package dev.millrace.sqltests;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.millrace.sqltests.run.Engine;
import dev.millrace.sqltests.server.PostgresOracle;

/**
 * Every script in every telling against PostgreSQL. What fails here is a mistake of a script, or of a replay that is
 * not sound; what fails only in SltTest is a mistake of Millrace.
 */
final class PostgresTest {
    private static PostgresOracle postgres;

    @BeforeAll
    static void startPostgres() {
        try {
            postgres = PostgresOracle.start();
        } catch (IOException | RuntimeException e) {
            // Root in a container without user namespaces: there is no one to run it as.
            Assumptions.abort("PostgreSQL cannot be started here: " + e.getMessage());
        }
    }

    @AfterAll
    static void stopPostgres() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        return Scripts.tests(postgres, Engine.POSTGRESQL, SltTest.REPLAYS);
    }
}
