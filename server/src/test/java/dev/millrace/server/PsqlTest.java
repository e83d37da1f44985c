package dev.millrace.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** PostgreSQL's own terminal, where it is installed: its commands that describe, and its copying. */
final class PsqlTest {

    private static final List<String> DESCRIPTIONS = List.of(
            "\\d", "\\d t", "\\d+ t", "\\d m", "\\d+ m", "\\d+ v", "\\d s", "\\d ti", "\\d t_pkey", "\\dt", "\\dt+",
            "\\dv", "\\dm+", "\\di+", "\\ds", "\\df", "\\df+ lower", "\\daS sum", "\\l", "\\l+", "\\du", "\\dn+",
            "\\dT", "\\dTS int*", "\\dx", "\\dp", "\\db", "\\dS", "\\dC", "\\do", "\\dd", "\\det", "\\dRp", "\\sv v",
            "\\dconfig", "\\dD", "\\dF", "\\dO", "\\dL", "\\dA+", "\\dy", "\\dX", "\\ddp", "\\drds", "\\dRs", "\\dP",
            "\\des", "\\dew", "\\deu", "\\dAc", "\\dAf", "\\dAo", "\\dAp", "\\dFd", "\\dl", "\\dtvmsi");

    private static TestServer server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(isInstalled(), "psql is not installed");
        server = TestServer.start();
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            statement.execute("create table t (a int primary key, b text not null, check (a > 0))");
            statement.execute("create index ti on t (b)");
            statement.execute("create view v as select b from t");
            statement.execute("create materialized view m as select b, count(*) as n from t group by b");
            statement.execute("create stream s (x int)");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, "psql")));
    }

    /** Both outputs of one run with these commands. */
    private static String psql(String... commands) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "psql", "-X", "-h", "127.0.0.1", "-p", Integer.toString(server.port()), "-U", "millrace", "millrace"));
        for (String command : commands) {
            line.add("-c");
            line.add(command);
        }
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return output;
    }

    @Test
    void everyDescriptionIsAnswered() throws Exception {
        String output = psql(DESCRIPTIONS.toArray(String[]::new));
        assertFalse(output.contains("ERROR"), output);
    }

    @Test
    void aTableIsDescribed() throws Exception {
        assertEquals("""
                                 Table "public.t"
                 Column |  Type   | Collation | Nullable | Default\s
                --------+---------+-----------+----------+---------
                 a      | integer |           | not null |\s
                 b      | text    |           | not null |\s
                Indexes:
                    "t_pkey" PRIMARY KEY, btree (a)
                    "ti" btree (b)
                Check constraints:
                    "t_a_check" CHECK (a > 0)

                """, psql("\\d t"));
        assertTrue(psql("\\dm").contains(" public | m    | materialized view | millrace"));
        assertTrue(psql("\\d+ m").contains(
                "View definition:\n SELECT t.b,\n    count(*) AS n\n   FROM t\n  GROUP BY t.b;"));
    }

    @Test
    void foreignKeysAreDescribedOnBothSides() throws Exception {
        psql("create table owner (id int primary key)",
                "create table owned (id int constraint of_owner references owner on delete cascade)");
        assertTrue(psql("\\d owned").endsWith("""
                Foreign-key constraints:
                    "of_owner" FOREIGN KEY (id) REFERENCES owner(id) ON DELETE CASCADE

                """));
        assertTrue(psql("\\d owner").endsWith("""
                Referenced by:
                    TABLE "owned" CONSTRAINT "of_owner" FOREIGN KEY (id) REFERENCES owner(id) ON DELETE CASCADE

                """));
        psql("drop table owned, owner");
    }

    @Test
    void copyGoesBothWays() throws Exception {
        Path in = Files.writeString(directory.resolve("in.csv"), "7,seven\n8,\"eight, or so\"\n");
        Path out = directory.resolve("out.csv");
        assertEquals("COPY 2\n", psql("\\copy t from '" + in + "' csv"));
        assertEquals("COPY 2\n", psql("\\copy (select * from t order by a) to '" + out + "' csv"));
        assertEquals("7,seven\n8,\"eight, or so\"\n", Files.readString(out));
        assertTrue(psql("\\copy t from '" + in + "' csv").contains("duplicate key value violates unique constraint"));
    }
}
