package dev.millrace.sqltests.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.millrace.sqltests.server.OwnServer;
import dev.millrace.sqltests.server.PostgresOracle;
import dev.millrace.sqltests.server.Target;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Asks PostgreSQL and Millrace the same, and writes down what came of it: {@code docs/sql/compatibility.md}. Queries
 * are asked ad hoc and of a view that was there before the first row, after each of several batches of changes.
 */
@Command(name = "compatibility", mixinStandardHelpOptions = true,
        description = "What PostgreSQL can and Millrace can: supported, refused, different; writes the page.")
public final class CompatibilityTrial implements Callable<Integer> {

    @Option(names = "--postgres", paramLabel = "JDBC-URL", description = "an empty database of a PostgreSQL; one of "
            + "its own otherwise")
    private String postgres;

    @Option(names = "--url", paramLabel = "JDBC-URL", description = "a Millrace that runs already, empty")
    private String url;

    @Option(names = "--write", paramLabel = "FILE", description = "where the page goes")
    private Path page;

    private final Map<Probes.Probe, Verdict> adHoc = new HashMap<>();
    private final Map<Probes.Probe, Verdict> kept = new HashMap<>();
    private Connection judge;
    private Connection contestant;

    @Override
    public Integer call() throws IOException, SQLException {
        Probes probes = Probes.read();
        try (Target first = postgres == null ? PostgresOracle.start() : Target.at(postgres);
                Target second = url == null ? OwnServer.start() : Target.at(url)) {
            judge = Contest.open(first.url());
            contestant = Contest.open(second.url());
            ask(probes);
            judge.close();
            contestant.close();
        }
        CompatibilityPage written = new CompatibilityPage(probes, adHoc, kept);
        if (page != null) {
            Files.writeString(page, written.text(), StandardCharsets.UTF_8);
        }
        System.out.println(written.summary());
        return 0;
    }

    private void ask(Probes probes) {
        probes.schema().forEach(this::both);
        List<Probes.Probe> queries = new ArrayList<>();
        for (Probes.Section section : probes.sections()) {
            section.probes().stream().filter(Probes.Probe::isQuery).forEach(queries::add);
        }
        for (int i = 0; i < queries.size(); i++) {
            createView(queries.get(i), i);
        }
        compare(queries);
        for (List<String> batch : probes.batches()) {
            batch.forEach(this::both);
            compare(queries);
        }
        for (Probes.Section section : probes.sections()) {
            section.probes().stream().filter(probe -> !probe.isQuery()).forEach(this::run);
        }
    }

    private void both(String statement) {
        for (Connection connection : List.of(judge, contestant)) {
            Answer answer = Answer.of(connection, statement);
            if (answer.isError()) {
                throw new IllegalStateException(statement + ": " + answer.inWords());
            }
        }
    }

    private void createView(Probes.Probe probe, int number) {
        Answer shape = Answer.of(judge, probe.statements().getFirst());
        if (shape.isError()) {
            throw new IllegalStateException(probe.what() + ": " + shape.inWords());
        }
        Answer made = Answer.of(contestant, "CREATE MATERIALIZED VIEW kept_" + number + Contest.names(shape) + " AS "
                + probe.statements().getFirst());
        kept.put(probe, made.isError() ? Verdict.refused(made) : Verdict.SAME);
    }

    private void compare(List<Probes.Probe> queries) {
        for (int i = 0; i < queries.size(); i++) {
            Probes.Probe probe = queries.get(i);
            String query = probe.statements().getFirst();
            Answer expected = Answer.of(judge, query);
            adHoc.merge(probe, Verdict.of(expected, Answer.of(contestant, query), query), Verdict::worse);
            if (!kept.get(probe).isRefused()) {
                Answer answer = Answer.of(contestant, "SELECT * FROM kept_" + i);
                kept.merge(probe, Verdict.of(expected, answer, query), Verdict::worse);
            }
        }
    }

    private void run(Probes.Probe probe) {
        for (String statement : probe.statements()) {
            Answer expected = Answer.of(judge, statement);
            Answer actual = Answer.of(contestant, statement);
            Verdict known = adHoc.get(probe);
            // Behind something that is refused nothing is as it was.
            if (known == null || !known.isRefused()) {
                adHoc.merge(probe, Verdict.of(expected, actual, statement), Verdict::worse);
            }
        }
    }
}
