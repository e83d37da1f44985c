package dev.millrace.sqltests.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.millrace.sqltests.script.Entry;
import dev.millrace.sqltests.script.Script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Each telling of a small script, written out. A text that begins with ? is a question, with ! one that has to fail.
 */
final class ReplayTest {
    private static List<String> told(Replay replay, String... texts) {
        List<Entry> entries = new ArrayList<>();
        for (String text : texts) {
            entries.add(text.startsWith("?")
                    ? new Entry.Query(1, "", text.substring(1), "I", Entry.Sort.ROWS, "",
                            new Entry.Answer.Lines(List.of(), false))
                    : text.equals("step") ? new Entry.Step(1)
                    : new Entry.Statement(1, "", text.replaceFirst("^!", ""), text.startsWith("!")
                            ? new Entry.Outcome.Failure(null, null) : new Entry.Outcome.Ok()));
        }
        Optional<Script> script = replay.apply(new Script("x", Set.of(), false, entries), 1);
        return script.isEmpty() ? List.of() : script.get().entries().stream().map(entry -> switch (entry) {
            case Entry.Query query -> "?" + query.sql();
            case Entry.Statement statement -> statement.sql();
            case Entry.Step step -> "step";
            case Entry.Restart restart -> "restart";
            case Entry.Changes changes -> "changes";
            case Entry.Clock clock -> "clock";
        }).toList();
    }

    @Test
    void rowPerEpochPutsViewsFirstAndSplitsInserts() {
        assertEquals(List.of("CREATE TABLE t (a int)", "CREATE VIEW v AS SELECT a FROM t",
                        "insert into t values (1, ',')", "insert into t values ((2), ')')",
                        "?SELECT * FROM v"),
                told(Replay.ROW_PER_EPOCH, "CREATE TABLE t (a int)", "insert into t values (1, ','), ((2), ')')",
                        "CREATE VIEW v AS SELECT a FROM t", "?SELECT * FROM v"));
    }

    @Test
    void creationsDoNotPassWhatMentionsThemNorASteps() {
        assertEquals(List.of(), told(Replay.ROW_PER_EPOCH, "CREATE TABLE t (a int)", "!SELECT * FROM v",
                "CREATE VIEW v AS SELECT a FROM t", "step", "CREATE VIEW w AS SELECT 1", "?SELECT * FROM w"));
    }

    @Test
    void viewsLastWaitsForTheFirstWhoAsks() {
        assertEquals(List.of("CREATE TABLE t (a int)", "insert into t values (1)", "CREATE VIEW v AS SELECT a FROM t",
                        "?SELECT * FROM v"),
                told(Replay.VIEWS_LAST, "CREATE TABLE t (a int)", "CREATE VIEW v AS SELECT a FROM t",
                        "insert into t values (1)", "?SELECT * FROM v"));
    }

    @Test
    void ghostsComeAndGo() {
        assertEquals(List.of("CREATE TABLE t (k int PRIMARY KEY, v text)",
                        "INSERT INTO t VALUES (1, 'a')", "DELETE FROM t", "INSERT INTO t VALUES (1, 'a')",
                        "INSERT INTO t VALUES (2, 'b')", "DELETE FROM t WHERE (k) IN ((2))",
                                "INSERT INTO t VALUES (2, 'b')"),
                told(Replay.GHOSTS, "CREATE TABLE t (k int PRIMARY KEY, v text)", "INSERT INTO t VALUES (1, 'a')",
                        "INSERT INTO t VALUES (2, 'b')"));
        assertEquals(List.of(), told(Replay.GHOSTS, "CREATE TABLE t (a int)", "INSERT INTO t SELECT 1",
                "!INSERT INTO t VALUES (1)", "BEGIN", "INSERT INTO t VALUES (1)"));
    }

    @Test
    void questionsBecomeViews() {
        List<String> told =
                told(Replay.AS_VIEWS, "CREATE TABLE t (a int)", "INSERT INTO t VALUES (1)", "?SELECT a FROM t");
        assertEquals(List.of("CREATE TABLE t (a int)", "CREATE MATERIALIZED VIEW slt_view_0 (c1) AS SELECT a FROM t",
                "INSERT INTO t VALUES (1)", "?SELECT a FROM t", "?SELECT * FROM slt_view_0",
                "DROP MATERIALIZED VIEW slt_view_0"), told);
    }

    @Test
    void restartsComeBeforeQuestions() {
        assertEquals(List.of("CREATE TABLE t (a int)", "restart", "?SELECT a FROM t"),
                told(Replay.RESTARTS, "CREATE TABLE t (a int)", "?SELECT a FROM t"));
        assertTrue(told(Replay.RESTARTS, "SET x = 1", "CREATE TABLE t (a int)", "?SELECT a FROM t").isEmpty());
    }
}
