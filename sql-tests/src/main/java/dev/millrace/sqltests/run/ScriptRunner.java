package dev.millrace.sqltests.run;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.millrace.sqltests.script.Entry;
import dev.millrace.sqltests.script.Script;
import dev.millrace.sqltests.server.Target;

/**
 * Runs one script against one target. A record that is not as expected is noted and the script goes on; a server that
 * does not answer any more ends it. Afterwards all that the script created is dropped.
 */
public final class ScriptRunner {
    private static final int FAILURES_MAX = 20;
    /** SQLSTATE class 08: connection exceptions. */
    private static final String CONNECTION_LOST = "08";
    /** Where PostgreSQL refuses, SQLite computes on in 64 bits or answers null: out of range, division by zero. */
    private static final Set<String> SQLITE_HAS_NO_SUCH_ERROR = Set.of("22003", "22012");

    private final Target target;
    private final Engine engine;
    private final Consumer<String> trace;

    private Script script;
    private Connections connections;
    private final CreatedObjects created = new CreatedObjects();
    private final Map<String, Watch> watches = new LinkedHashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    private final List<Report.Failure> failures = new ArrayList<>();
    private final Map<Integer, List<String>> answers = new HashMap<>();

    private ScriptRunner(Target target, Engine engine, Consumer<String> trace) {
        this.target = target;
        this.engine = engine;
        this.trace = trace;
    }

    /** Asks which engine answers at the target; scripts are parsed for its name. */
    public static Engine engineOf(Target target) throws SQLException {
        try (Connections connections = new Connections(target.url())) {
            return Engine.of(connections.get(""));
        }
    }

    /** Runs the script; {@code trace} is told each SQL text before it is sent. */
    public static Report run(Script script, Target target, Engine engine, Consumer<String> trace) {
        return new ScriptRunner(target, engine, trace).run(script);
    }

    private Report run(Script toRun) {
        script = toRun;
        connections = new Connections(target.url());
        int passed = 0;
        Entry at = null;
        try {
            for (Entry entry : script.entries()) {
                if (entry instanceof Entry.Changes changes) {
                    watches.computeIfAbsent(changes.view(), Watch::new);
                }
            }
            for (Entry entry : script.entries()) {
                at = entry;
                int before = failures.size();
                run(entry);
                passed += failures.size() == before ? 1 : 0;
                if (failures.size() >= FAILURES_MAX) {
                    fail(at, "", "too many failures, the rest of the script is not run");
                    break;
                }
            }
        } catch (SQLException | IOException e) {
            fail(at, textOf(at), "the server is lost: " + e.getMessage() + "\n" + target.lastWords());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(at, "", "interrupted");
        } finally {
            cleanUp(at);
        }
        return new Report(script.name(), passed, failures, answers);
    }

    private void run(Entry entry) throws SQLException, IOException, InterruptedException {
        switch (entry) {
            case Entry.Statement statement -> statement(statement);
            case Entry.Query query -> query(query);
            case Entry.Step step -> step();
            case Entry.Changes changes -> changes(changes);
            case Entry.Clock clock -> clock(clock);
            case Entry.Restart restart -> restart();
        }
    }

    private void statement(Entry.Statement entry) throws SQLException {
        trace.accept(entry.sql());
        Connection connection = connections.get(entry.connection());
        try (Statement statement = connection.createStatement()) {
            statement.execute(engine.dialect(entry.sql()));
            created.note(entry.sql());
            long count = statement.getLargeUpdateCount();
            switch (entry.expected()) {
                case Entry.Outcome.Ok ok -> { }
                case Entry.Outcome.Count(long rows) -> {
                    if (rows != count) {
                        fail(entry, entry.sql(), "changed " + count + " rows, expected " + rows);
                    }
                }
                case Entry.Outcome.Failure error -> fail(entry, entry.sql(), "succeeded, expected " + error);
            }
        } catch (SQLException e) {
            rethrowIfLost(e);
            switch (entry.expected()) {
                case Entry.Outcome.Failure error -> expectError(entry, error, e);
                case Entry.Outcome.Ok ok -> fail(entry, entry.sql(), described(e));
                case Entry.Outcome.Count count -> fail(entry, entry.sql(), described(e));
            }
        }
    }

    private void expectError(Entry.Statement entry, Entry.Outcome.Failure expected, SQLException actual) {
        boolean isState = expected.sqlState() == null || expected.sqlState().equals(actual.getSQLState());
        boolean isMessage = expected.message() == null || expected.message().matcher(actual.getMessage()).find();
        if (!isState || !isMessage) {
            fail(entry, entry.sql(), "expected " + expected + ", got " + described(actual));
        }
    }

    private void query(Entry.Query entry) throws SQLException {
        trace.accept(entry.sql());
        Connection connection = connections.get(entry.connection());
        List<List<String>> rows;
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(engine.dialect(entry.sql()))) {
                fail(entry, entry.sql(), "gave no rows");
                return;
            }
            try (ResultSet result = statement.getResultSet()) {
                int columns = result.getMetaData().getColumnCount();
                if (columns != entry.types().length()) {
                    fail(entry, entry.sql(), "has " + columns + " columns, the script says " + entry.types().length());
                    return;
                }
                rows = Rows.read(result, entry.types(), script.classic());
            }
        } catch (SQLException e) {
            rethrowIfLost(e);
            if (!script.classic() || !SQLITE_HAS_NO_SUCH_ERROR.contains(e.getSQLState())) {
                fail(entry, entry.sql(), described(e));
            }
            return;
        }
        noteAnswer(entry, rows);
        compare(entry, rows);
        String hash = Rows.md5(Rows.values(rows, entry.sort()));
        if (!entry.label().isEmpty() && !hash.equals(labels.computeIfAbsent(entry.label(), label -> hash))) {
            fail(entry, entry.sql(), "answers otherwise than the earlier query labelled " + entry.label());
        }
    }

    private void noteAnswer(Entry.Query entry, List<List<String>> rows) {
        List<List<String>> ordered = entry.sort() == Entry.Sort.ROWS ? Rows.sorted(rows) : rows;
        answers.put(entry.line(), script.classic() || entry.sort() == Entry.Sort.VALUES
                ? Rows.values(rows, entry.sort()) : Rows.table(ordered));
    }

    private void compare(Entry.Query entry, List<List<String>> rows) {
        switch (entry.expected()) {
            case Entry.Answer.Hash(int count, String md5) -> {
                List<String> values = Rows.values(rows, entry.sort());
                String actual = Rows.md5(values);
                if (values.size() != count || !actual.equals(md5)) {
                    fail(entry, entry.sql(), "expected " + count + " values hashing to " + md5 + ", got "
                            + values.size()
                            + " values hashing to " + actual);
                }
            }
            case Entry.Answer.Lines(List<String> lines, boolean oneValuePerLine) -> {
                if (oneValuePerLine) {
                    List<String> values = Rows.values(rows, entry.sort());
                    expectSame(entry, entry.sql(), lines, values);
                } else {
                    compareRows(entry, rows, lines);
                }
            }
        }
    }

    /** Both sides are sorted: a script need not know our collation of its own lines. */
    private void compareRows(Entry.Query entry, List<List<String>> rows, List<String> lines) {
        List<List<String>> expected = lines.stream().map(line -> Rows.row(line, entry.types().length())).toList();
        if (entry.sort() == Entry.Sort.VALUES) {
            expectSame(entry, entry.sql(), Rows.values(expected, entry.sort()), Rows.values(rows, entry.sort()));
            return;
        }
        boolean sorted = entry.sort() == Entry.Sort.ROWS;
        expectSame(entry, entry.sql(), (sorted ? Rows.sorted(expected) : expected).stream().map(Rows::line).toList(),
                (sorted ? Rows.sorted(rows) : rows).stream().map(Rows::line).toList());
    }

    private void expectSame(Entry entry, String sql, List<String> expected, List<String> actual) {
        if (!expected.equals(actual)) {
            fail(entry, sql, "answers otherwise (- expected, + got)\n" + Difference.of(expected, actual));
        }
    }

    /**
     * Closes the epoch. A write returns when its epoch is visible to every session, so nothing has to be waited for:
     * what is left to do is to remember what the watched views show now.
     */
    private void step() throws SQLException {
        for (Watch watch : watches.values()) {
            watch.step(connections.get(""), connections, engine);
        }
    }

    private void changes(Entry.Changes entry) throws SQLException, InterruptedException {
        try {
            List<String> actual = watches.get(entry.view()).changes(connections.get(""), connections, engine);
            answers.put(entry.line(), actual);
            expectSame(entry, "changes " + entry.view(), entry.expected().stream().map(String::strip).sorted().toList(),
                    actual.stream().map(String::strip).sorted().toList());
        } catch (Watch.WatchException e) {
            fail(entry, "", e.getMessage());
        } catch (SQLException e) {
            rethrowIfLost(e);
            fail(entry, "changes " + entry.view(), described(e));
        }
    }

    private void clock(Entry.Clock entry) throws SQLException {
        try (Statement statement = connections.get("").createStatement()) {
            statement.execute(engine.setClock(entry.timestamp()));
        } catch (SQLException e) {
            rethrowIfLost(e);
            fail(entry, "clock '" + entry.timestamp() + "'", described(e));
        }
    }

    private void restart() throws SQLException, IOException {
        for (Watch watch : watches.values()) {
            watch.hangUp();
        }
        connections.close();
        target.restart();
    }

    private void cleanUp(Entry last) {
        connections.close();
        try (Connections fresh = new Connections(target.url())) {
            for (Watch watch : watches.values()) {
                watch.close();
            }
            created.drop(fresh.get(""), engine).ifPresent(fault -> fail(last, "", "cannot clean up: " + fault));
        } catch (SQLException e) {
            fail(last, "", "cannot clean up: " + e.getMessage() + "\n" + target.lastWords());
        }
    }

    private void fail(Entry at, String sql, String message) {
        failures.add(new Report.Failure(at == null ? 1 : at.line(), sql, message));
    }

    private static void rethrowIfLost(SQLException e) throws SQLException {
        if (e.getSQLState() != null && e.getSQLState().startsWith(CONNECTION_LOST)) {
            throw e;
        }
    }

    private static String described(SQLException e) {
        return e.getSQLState() + " " + e.getMessage();
    }

    private static String textOf(Entry entry) {
        return switch (entry) {
            case Entry.Statement statement -> statement.sql();
            case Entry.Query query -> query.sql();
            case Entry.Step step -> "step";
            case Entry.Changes changes -> "changes " + changes.view();
            case Entry.Clock clock -> "clock";
            case Entry.Restart restart -> "restart";
            case null -> "";
        };
    }
}
