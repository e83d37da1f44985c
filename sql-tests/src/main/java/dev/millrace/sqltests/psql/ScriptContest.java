package dev.millrace.sqltests.psql;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One script on both sides, statement by statement. With views asked for, each query that PostgreSQL keeps as a
 * materialized view is one here, too, and is read from it.
 */
final class ScriptContest {
    private static final Pattern QUERY =
            Pattern.compile("(select|with|values|table)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern EXPLAIN = Pattern.compile("explain\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern SEMICOLON = Pattern.compile("\\s*;\\s*$");
    private static final String VIEW = "script_query_kept";
    private static final int ROWS_SHOWN = 6;

    private final ScriptReader judge;
    private final ScriptReader contestant;
    private final boolean views;
    private final StringBuilder differences = new StringBuilder();
    private int asked;
    private int agreed;
    private int refused;
    private int lost;
    private int keepable;
    private int kept;
    private int keptRight;

    ScriptContest(ScriptReader judge, ScriptReader contestant, boolean views) {
        this.judge = judge;
        this.contestant = contestant;
        this.views = views;
    }

    /** Runs a script that only prepares: nothing is counted. */
    static void prepare(ScriptReader reader, List<PsqlScript.Step> steps) throws IOException {
        for (PsqlScript.Step step : steps) {
            reader.run(step);
        }
    }

    Score run(String name, List<PsqlScript.Step> steps) throws IOException {
        for (PsqlScript.Step step : steps) {
            String sql = judge.sql(step);
            if (!step.sql().isEmpty() && EXPLAIN.matcher(PsqlScript.bare(sql)).matches()) {
                continue;
            }
            if (views && step.command().isEmpty() && QUERY.matcher(PsqlScript.bare(sql)).matches()) {
                compareViews(sql);
            }
            Reply expected = judge.run(step);
            Reply actual = contestant.run(step);
            if (judge.hasQuit()) {
                break;
            }
            if (!sql.isEmpty()) {
                count(sql, expected, actual);
            }
        }
        return new Score(name, asked, agreed, refused, lost, keepable, kept, keptRight);
    }

    private void count(String sql, Reply expected, Reply actual) {
        asked++;
        if (expected.agreesWith(actual, sql)) {
            agreed++;
            return;
        }
        refused += actual.failed() && !expected.failed() ? 1 : 0;
        lost += actual.state().equals(Reply.NO_ANSWER) ? 1 : 0;
        note(actual.failed() && !expected.failed() ? "REFUSED" : "DIFFERS", sql, expected, actual);
    }

    private void note(String what, String sql, Reply expected, Reply actual) {
        differences.append("#### ").append(what).append('\n').append(sql).append("\n---- PostgreSQL\n")
                .append(expected.inWords(ROWS_SHOWN)).append("---- Millrace\n").append(actual.inWords(ROWS_SHOWN));
    }

    /** Where PostgreSQL takes the query as a view's, so must we, and give the same rows. */
    private void compareViews(String sql) throws IOException {
        if (judge.status() == 'E' || contestant.status() == 'E' || judge.status() != contestant.status()) {
            return;
        }
        String create = "CREATE MATERIALIZED VIEW " + VIEW + " AS " + SEMICOLON.matcher(sql).replaceFirst("");
        boolean within = judge.status() == 'T';
        Reply expected = asView(judge, create, within);
        if (expected.failed()) {
            return;
        }
        keepable++;
        Reply actual = asView(contestant, create, within);
        if (actual.failed()) {
            note("NOT KEPT", sql, expected, actual);
            return;
        }
        kept++;
        if (expected.agreesWith(actual, sql)) {
            keptRight++;
        } else {
            note("KEPT WRONG", sql, expected, actual);
        }
    }

    private static Reply asView(ScriptReader side, String create, boolean within) throws IOException {
        if (within) {
            side.ask("SAVEPOINT " + VIEW, List.of());
        }
        Reply created = side.ask(create, List.of());
        Reply rows = created.failed() ? created : side.ask("SELECT * FROM " + VIEW, List.of());
        if (within) {
            side.ask("ROLLBACK TO SAVEPOINT " + VIEW, List.of());
            side.ask("RELEASE SAVEPOINT " + VIEW, List.of());
        } else if (!created.failed()) {
            side.ask("DROP MATERIALIZED VIEW " + VIEW, List.of());
        }
        return rows;
    }

    /** Every statement whose answers differ, with both. */
    String differences() {
        return differences.toString();
    }

    /**
     * @param refused   an error where PostgreSQL has none
     * @param lost      no answer in time
     * @param keepable  queries that PostgreSQL takes as materialized views
     * @param kept      of these, how many are taken here
     * @param keptRight of these, how many give PostgreSQL's rows
     */
    record Score(String script, int asked, int agreed, int refused, int lost, int keepable, int kept, int keptRight) {
        Score plus(Score other) {
            return new Score(script, asked + other.asked, agreed + other.agreed, refused + other.refused,
                    lost + other.lost, keepable + other.keepable, kept + other.kept, keptRight + other.keptRight);
        }

        String json() {
            return ("{\"trial\":\"scripts\",\"script\":\"%s\",\"asked\":%d,\"agreed\":%d,\"refused\":%d,\"lost\":%d,"
                    + "\"keepable\":%d,\"kept\":%d,\"kept_right\":%d}")
                    .formatted(script, asked, agreed, refused, lost, keepable, kept, keptRight);
        }
    }
}
