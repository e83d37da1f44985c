package dev.millrace.sqltests.differential;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Puts cases to PostgreSQL and to Millrace over one connection each, and tells what they differ in. */
final class Contest implements AutoCloseable {
    private static final List<String> SETTINGS = List.of("SET timezone = 'UTC'", "SET statement_timeout = '20s'",
            "SET client_min_messages = 'error'");

    private final String judgeUrl;
    private final String url;
    private Connection judge;
    private Connection contestant;
    private final Map<String, Long> counts = new TreeMap<>();

    Contest(String judgeUrl, String url) throws SQLException {
        this.judgeUrl = judgeUrl;
        this.url = url;
        judge = open(judgeUrl);
        contestant = open(url);
    }

    static Connection open(String url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("preferQueryMode", "simple"); // all values come as the server's own text
        properties.setProperty("socketTimeout", "120");
        Connection connection = DriverManager.getConnection(url, properties);
        for (String setting : SETTINGS) {
            Answer.of(connection, setting);
        }
        return connection;
    }

    /** How many checks there were, by kind, and what became of them. */
    Map<String, Long> counts() {
        return counts;
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** All differences; a change that is answered differently ends the case, for nothing is the same after it. */
    List<Finding> run(Case put) throws SQLException {
        if (judge.isClosed() || contestant.isClosed()) {
            close();
            judge = open(judgeUrl);
            contestant = open(url);
        }
        List<Finding> findings = new ArrayList<>();
        try {
            for (Sketch creation : put.creations()) {
                if (isChangedDifferently(creation.text(), findings)) {
                    return findings;
                }
            }
            List<Boolean> areKept = views(put, findings);
            for (List<Sketch> batch : put.batches()) {
                for (Sketch change : batch) {
                    if (isChangedDifferently(change.text(), findings)) {
                        return findings;
                    }
                }
                for (int i = 0; i < put.questions().size(); i++) {
                    ask(put.questions().get(i).text(), i, areKept, findings);
                }
            }
            return findings;
        } finally {
            clean(put);
        }
    }

    private void clean(Case put) {
        for (Relation table : put.tables()) {
            Answer.of(judge, "DROP TABLE IF EXISTS " + table.name() + " CASCADE");
            Answer.of(contestant, "DROP TABLE IF EXISTS " + table.name() + " CASCADE");
        }
        for (int i = 0; i < put.questions().size(); i++) {
            Answer.of(contestant, "DROP MATERIALIZED VIEW IF EXISTS v" + i + " CASCADE");
        }
    }

    private boolean isChangedDifferently(String sql, List<Finding> findings) {
        count("changes");
        Answer expected = Answer.of(judge, sql);
        Answer actual = Answer.of(contestant, sql);
        boolean isLeftOut = expected.isUnsupported() || expected.isExhausted() || expected.hasUnknownType();
        String what = isLeftOut ? null : difference(expected, actual, new Comparison(sql), false);
        if (what != null) {
            findings.add(new Finding("change: " + what, sql, -1, expected, actual));
        }
        // After an error that one of them tolerated the tables are not the same.
        return what != null || expected.isError() != actual.isError();
    }

    private List<Boolean> views(Case put, List<Finding> findings) {
        List<Boolean> areKept = new ArrayList<>();
        for (int i = 0; i < put.questions().size(); i++) {
            String sql = put.questions().get(i).text();
            Answer expected = Answer.of(judge, sql);
            boolean isAsked = !expected.isError();
            Answer made = isAsked
                    ? Answer.of(contestant, "CREATE MATERIALIZED VIEW v" + i + names(expected) + " AS " + sql)
                    : expected;
            areKept.add(!made.isError());
            if (isAsked && made.isError()) {
                findings.add(new Finding("view made: " + made.state(), sql, i, expected, made));
            }
        }
        return areKept;
    }

    /** A view's columns want different names. */
    static String names(Answer shape) {
        StringBuilder names = new StringBuilder();
        for (int i = 1; i <= shape.types().size(); i++) {
            names.append(i == 1 ? "" : ", ").append("o").append(i);
        }
        return " (" + names + ")";
    }

    private void ask(String sql, int number, List<Boolean> areKept, List<Finding> findings) {
        Answer expected = Answer.of(judge, sql);
        if (expected.isExhausted() || expected.isUnsupported() || expected.hasUnknownType()) {
            count("left out");
            return;
        }
        count("ad hoc");
        Comparison comparison = new Comparison(sql);
        Answer actual = Answer.of(contestant, sql);
        String what = difference(expected, actual, comparison, true);
        if (what != null) {
            findings.add(new Finding("ad hoc: " + what, sql, number, expected, actual));
        }
        if (areKept.get(number)) {
            count("views");
            Answer kept = Answer.of(contestant, "SELECT * FROM v" + number);
            String other = difference(expected, kept, comparison, false);
            if (other != null && (what == null || !other.equals(what))) {
                findings.add(new Finding("view: " + other, sql, number, expected, kept));
            }
        }
    }

    /** Null where there is none that matters. */
    private String difference(Answer expected, Answer actual, Comparison comparison, boolean inOrder) {
        if (actual.isExhausted()) {
            count("exhausted");
            return "exhausted " + actual.state();
        }
        if (expected.isOutOfSight()) {
            count("only PostgreSQL saw no such table"); // what else is wrong with it, it did not look for
            return null;
        }
        if (expected.isError() && actual.isError()) {
            boolean areAlike = expected.state().equals(actual.state())
                    || expected.isEvaluationError() && actual.isEvaluationError()
                    || expected.isViolation() && actual.isViolation();
            return areAlike ? null : actual.state() + " for " + expected.state();
        }
        if (expected.isError()) {
            if (expected.isEvaluationError()) {
                count("only PostgreSQL failed"); // it evaluated something that Millrace had no need for
                return null;
            }
            return "rows for " + expected.state();
        }
        if (actual.isError()) {
            return actual.state() + " for rows";
        }
        return comparison.isSame(expected, actual, inOrder) ? null : "other rows";
    }

    @Override
    public void close() {
        try {
            judge.close();
            contestant.close();
        } catch (SQLException e) {
            // they go with the servers
        }
    }
}
