package dev.millrace.sqltests.differential;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.PostgresOracle;
import dev.millrace.sqltests.server.Target;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: all 22 questions of TPC-H as live views, right after every batch of a load that inserts, deletes and
 * updates; PostgreSQL is the judge.
 */
@Command(name = "tpch", mixinStandardHelpOptions = true,
        description = "TPC-H's questions as live views under its refreshes and updates, beside PostgreSQL.")
public final class TpchTrial implements Callable<Integer> {
    @Option(names = "--scale", defaultValue = "0.01", description = "1 is 1,500,000 orders (${DEFAULT-VALUE})")
    private double scale;

    @Option(names = "--batches", defaultValue = "10", description = "of changes after the load (${DEFAULT-VALUE})")
    private int batches;

    @Option(names = "--seed", defaultValue = "1", description = "of the load (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--postgres", paramLabel = "JDBC-URL",
            description = "an empty PostgreSQL database to compare with; a server of its own otherwise")
    private String postgres;

    @Override
    public Integer call() throws IOException, SQLException {
        long begin = System.nanoTime();
        try (Target judge = postgres == null ? PostgresOracle.start() : Target.at(postgres);
                Target server = OwnServer.start();
                Connection ofJudge = Contest.open(judge.url());
                Connection ofServer = Contest.open(server.url())) {
            TpchContest contest = new TpchContest(ofJudge, ofServer, new TpchLoad(seed, scale));
            List<String> differences = contest.run(batches);
            differences.forEach(System.out::println);
            System.out.printf(Locale.ROOT, "{\"trial\":\"tpch\",\"scale\":%s,\"batches\":%d,\"comparisons\":%d,"
                    + "\"empty_answers\":%d,\"seconds\":%.1f,\"differences\":%d,\"holds\":%b}%n", scale, batches,
                    contest.comparisons(), contest.emptyAnswers(), (System.nanoTime() - begin) / 1e9,
                    differences.size(), differences.isEmpty());
            return differences.isEmpty() ? 0 : 1;
        }
    }
}
