package dev.millrace.sqltests.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.PostgresOracle;
import dev.millrace.sqltests.server.Target;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The promise: PostgreSQL's answer, ad hoc and kept. Chance writes tables, questions and changes; both servers are told
 * the same, and every question is asked ad hoc and of a view that was there before the changes.
 */
@Command(name = "differential", mixinStandardHelpOptions = true,
        description = "SQL made by chance, beside PostgreSQL: each question ad hoc and as a view, under changes.")
public final class DifferentialTrial implements Callable<Integer> {
    @Option(names = "--seed", defaultValue = "1", description = "of the first case (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--minutes", defaultValue = "10", description = "begin no case after so long (${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--cases", defaultValue = "1000000000", hidden = true)
    private long cases;

    @Option(names = "--questions", defaultValue = "8", description = "of each case (${DEFAULT-VALUE})")
    private int questions;

    @Option(names = "--batches", defaultValue = "3", description = "of changes in each case (${DEFAULT-VALUE})")
    private int batches;

    @Option(names = "--postgres", paramLabel = "JDBC-URL",
            description = "a PostgreSQL to compare with, its tables t0, t1, t2 made anew; one of its own otherwise")
    private String postgres;

    @Option(names = "--url", paramLabel = "JDBC-URL", description = "a Millrace that runs already")
    private String url;

    @Option(names = "--out", paramLabel = "DIR", description = "where to write a script of each finding")
    private Path out;

    @Option(names = "--shrink-seconds", defaultValue = "30", description = "for each finding (${DEFAULT-VALUE})")
    private long shrinkSeconds;

    @Option(names = "--shrink-each",
            description = "of findings that look alike so many; the others are counted (${DEFAULT-VALUE})")
    private int shrinkEach = 2;

    private final Map<String, Integer> causes = new TreeMap<>();

    @Override
    public Integer call() throws IOException, SQLException {
        try (Target judge = postgres == null ? PostgresOracle.start() : Target.at(postgres);
                Target server = url == null ? OwnServer.start() : Target.at(url);
                Contest contest = new Contest(judge.url(), server.url())) {
            long end = System.nanoTime() + (long) (minutes * 60e9);
            CaseWriter writer = new CaseWriter(questions, batches);
            long done = 0;
            while (System.nanoTime() - end < 0 && done < cases) {
                run(contest, writer.write(seed + done), seed + done);
                done++;
            }
            return finish(contest, done);
        }
    }

    private void run(Contest contest, Case put, long number) throws IOException, SQLException {
        List<Finding> findings = contest.run(put);
        for (Finding finding : findings) {
            int known = causes.merge(finding.cause(), 1, Integer::sum);
            if (known <= shrinkEach) {
                Shrinker.Shrunk shrunk = new Shrinker(contest, shrinkSeconds * 1_000_000_000L).shrink(put, finding);
                String script = CaseScript.of(shrunk.smallest(), shrunk.finding());
                System.out.println("\n==== case " + number + ": " + finding.cause() + "\n" + script);
                if (out != null) {
                    Files.createDirectories(out);
                    Files.writeString(out.resolve("case-" + number + "-" + finding.question() + ".slt"), script);
                }
            }
        }
    }

    private int finish(Contest contest, long done) {
        System.out.println();
        boolean holds = true;
        for (Map.Entry<String, Integer> cause : causes.entrySet()) {
            System.out.println(cause.getValue() + " x " + cause.getKey());
            holds &= cause.getKey().contains("0A000");
        }
        StringBuilder line = new StringBuilder("{\"trial\":\"differential\",\"seed\":" + seed + ",\"cases\":" + done);
        contest.counts().forEach((what, count) ->
                line.append(",\"").append(what.replace(' ', '_')).append("\":").append(count));
        line.append(",\"findings\":").append(causes.values().stream().mapToInt(i -> i).sum());
        System.out.println(line.append(",\"holds\":").append(holds).append('}'));
        return holds ? 0 : 1;
    }
}
