package dev.millrace.sqltests.psql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.millrace.sqltests.server.OwnServer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs scripts written for psql on a PostgreSQL and on a fresh Millrace each, and counts the statements that both
 * answer alike: the same rows, columns, types, tags and SQLSTATEs. EXPLAIN is left out, for its output is the engine's
 * own. Made for the regression tests in PostgreSQL's source, {@code src/test/regress}.
 */
@Command(name = "scripts", mixinStandardHelpOptions = true,
        description = "Runs psql's scripts, PostgreSQL's regression tests above all, here and there, and compares.")
public final class ScriptsTrial implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "scripts by their names, without .sql")
    private List<String> names;

    @Option(names = "--regress", required = true, paramLabel = "DIR",
            description = "holds sql/ and data/, as PostgreSQL's src/test/regress does")
    private Path regress;

    @Option(names = "--port", defaultValue = "5432", description = "of the PostgreSQL (${DEFAULT-VALUE}); a role "
            + "that may create databases logs in there without a password")
    private int port;

    @Option(names = "--user", defaultValue = "millrace", description = "on both sides (${DEFAULT-VALUE})")
    private String user;

    @Option(names = "--setup", paramLabel = "NAME", arity = "0..1", split = ",", defaultValue = "test_setup",
            fallbackValue = "",
            description = "scripts that run before each (${DEFAULT-VALUE})")
    private List<String> setup;

    @Option(names = "--views", description = "keep each query that can be kept as a materialized view, too")
    private boolean views;

    @Option(names = "--answer-seconds", defaultValue = "20", description = "the longest wait (${DEFAULT-VALUE})")
    private int answerSeconds;

    @Option(names = "--out", paramLabel = "DIR", description = "where the differences of each script go")
    private Path out;

    @Option(names = "--java", paramLabel = "OPTIONS", defaultValue = "-Xmx1g", description = "for the server's java")
    private String java;

    @Override
    public Integer call() throws IOException {
        int exitCode = 0;
        ScriptContest.Score all = new ScriptContest.Score("all", 0, 0, 0, 0, 0, 0, 0);
        for (String name : names) {
            try {
                ScriptContest.Score score = contest(name);
                System.out.println(score.json());
                all = all.plus(score);
            } catch (IOException e) {
                // One that ends its server is a fault to be seen, and no reason to ask nothing more.
                System.out.println(name + ": " + e.getMessage());
                exitCode = 1;
            }
        }
        System.out.println(all.json());
        return exitCode;
    }

    private ScriptContest.Score contest(String name) throws IOException {
        String database = "scripts_" + ProcessHandle.current().pid();
        Map<String, String> environment = Map.of("PG_ABS_SRCDIR", regress.toAbsolutePath().toString(),
                "PG_LIBDIR", "/nowhere", "PG_DLSUFFIX", ".so");
        try (PlainSession keeper = PlainSession.open(port, user, "postgres", 1000 * answerSeconds)) {
            keeper.ask("DROP DATABASE IF EXISTS " + database, List.of());
            keeper.ask("CREATE DATABASE " + database + " TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'", List.of());
            try (OwnServer server = OwnServer.start(List.of(java.split(" ")), List.of(), Map.of());
                    ScriptReader judge = new ScriptReader(db -> PlainSession.open(port, user, db,
                            1000 * answerSeconds), database, environment);
                    ScriptReader contestant = new ScriptReader(db -> PlainSession.open(server.port(), user,
                            db.equals(database) ? "millrace" : db, 1000 * answerSeconds), database, environment)) {
                for (String before : setup.stream().filter(one -> !one.isEmpty()).toList()) {
                    ScriptContest.prepare(judge, steps(before));
                    ScriptContest.prepare(contestant, steps(before));
                }
                ScriptContest contest = new ScriptContest(judge, contestant, views);
                ScriptContest.Score score = contest.run(name, steps(name));
                if (out != null) {
                    Files.createDirectories(out);
                    Files.writeString(out.resolve(name + ".diff"), contest.differences());
                }
                return score;
            } finally {
                keeper.ask("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)", List.of());
            }
        }
    }

    private List<PsqlScript.Step> steps(String name) throws IOException {
        Path script = regress.resolve("sql").resolve(name + ".sql");
        return PsqlScript.steps(Files.readString(script, StandardCharsets.ISO_8859_1));
    }
}
