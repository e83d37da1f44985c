package dev.millrace.sqltests.differential;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The 22 questions of TPC-H as views that are there before the load, beside PostgreSQL after each batch of it. */
final class TpchContest {
    private static final int QUESTIONS = 22;

    private final Connection judge;
    private final Connection contestant;
    private final TpchLoad load;
    private final List<String> differences = new ArrayList<>();
    private int comparisons;
    private int emptyAnswers;

    TpchContest(Connection judge, Connection contestant, TpchLoad load) {
        this.judge = judge;
        this.contestant = contestant;
        this.load = load;
    }

    /** What was different, each in a line. */
    List<String> run(int batches) throws IOException, SQLException {
        for (String table : resource("tables").split(";")) {
            if (!table.isBlank()) {
                both(table.strip());
            }
        }
        for (int number = 1; number <= QUESTIONS; number++) {
            Answer made = Answer.of(contestant, "CREATE MATERIALIZED VIEW tpch_q" + number + " AS " + question(number));
            if (made.isError()) {
                differences.add("q" + number + " as a view: " + made.inWords());
            }
        }
        apply(load.first());
        compare("the first load");
        for (int batch = 1; batch <= batches; batch++) {
            apply(load.refresh());
            compare("batch " + batch);
        }
        return differences;
    }

    int comparisons() {
        return comparisons;
    }

    int emptyAnswers() {
        return emptyAnswers;
    }

    private void apply(List<String> statements) {
        statements.forEach(this::both);
    }

    private void both(String sql) {
        Answer expected = Answer.of(judge, sql);
        Answer actual = Answer.of(contestant, sql);
        if (expected.isError() || actual.isError() || expected.count() != actual.count()) {
            String start = sql.length() > 100 ? sql.substring(0, 100) + "…" : sql;
            differences.add(start + ": PostgreSQL " + expected.inWords() + ", Millrace " + actual.inWords());
        }
    }

    private void compare(String when) throws IOException {
        for (int number = 1; number <= QUESTIONS; number++) {
            String sql = question(number);
            Comparison comparison = new Comparison(sql);
            Answer expected = Answer.of(judge, sql);
            emptyAnswers += expected.rows().isEmpty() ? 1 : 0;
            check("q" + number + " ad hoc after " + when, expected, Answer.of(contestant, sql), comparison);
            check("q" + number + " as a view after " + when, expected,
                    Answer.of(contestant, "SELECT * FROM tpch_q" + number), comparison);
        }
    }

    private void check(String what, Answer expected, Answer actual, Comparison comparison) {
        comparisons++;
        if (expected.isError() || actual.isError() || !comparison.isSame(expected, actual, false)) {
            differences.add(what + ": PostgreSQL " + expected.inWords() + " " + firstRow(expected) + ", Millrace "
                    + actual.inWords() + " " + firstRow(actual));
        }
    }

    private static String firstRow(Answer answer) {
        return answer.rows().isEmpty() ? "" : answer.rows().getFirst().toString();
    }

    private static String question(int number) throws IOException {
        return resource("q" + number).strip();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TpchContest.class.getResourceAsStream("/tpch/" + name + ".sql")) {
            if (in == null) {
                throw new IOException("there is no /tpch/" + name + ".sql");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
