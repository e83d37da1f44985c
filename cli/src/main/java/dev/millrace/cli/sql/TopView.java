package dev.millrace.cli.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.table.TableWriter;

/** {@code \top}: what every materialized view does: changes a second, lag, state. */
final class TopView {
    private static final long READ_MILLIS = 1000;
    private static final int LINES_ASIDE = 8;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    /** Counters of a view when they were read. */
    private record Counters(long nanos, long in, long out) {
    }

    private final Session session;
    private final Map<String, Counters> before = new HashMap<>();

    TopView(Session session) {
        this.session = session;
    }

    /** Draws until q or Ctrl-C; without a terminal twice, a second apart, of which the second is printed. */
    boolean run() throws SQLException {
        if (!session.output().isScreen()) {
            read();
            session.interrupts().begin(null);
            session.interrupts().pause(READ_MILLIS);
            session.interrupts().end();
            session.output().print(String.join("\n", lines(read(), Integer.MAX_VALUE)) + "\n");
            return true;
        }
        try (Screen screen = new Screen(session.output()); Keys keys = session.keys()) {
            int key = Keys.NONE;
            while (!keys.isLeaving(key)) {
                screen.draw(lines(read(), session.output().screenRows() - LINES_ASIDE));
                key = keys.next(READ_MILLIS);
            }
        }
        return true;
    }

    /** A row of the table, with what it is ordered by. */
    private record Row(double changesPerSecond, List<String> cells) {
    }

    private List<List<String>> read() throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (List<String> view : Exchange.ask(session.connection(), """
                SELECT schema || '.' || name, freshness, suspended, lag_ms, changes_in, changes_out, rows, state_bytes,
                  failures
                FROM millrace.views""").rows()) {
            long now = System.nanoTime();
            Counters counters = new Counters(now, number(view.get(4)), number(view.get(5)));
            Counters last = before.put(view.get(0), counters);
            double seconds = last == null ? 0 : (now - last.nanos()) / 1e9;
            double in = seconds == 0 ? 0 : (counters.in() - last.in()) / seconds;
            double out = seconds == 0 ? 0 : (counters.out() - last.out()) / seconds;
            rows.add(new Row(in + out, List.of(view.get(0),
                    "t".equals(view.get(2)) ? "suspended" : String.valueOf(view.get(1)),
                    view.get(3) == null ? "" : view.get(3) + " ms", rate(in), rate(out),
                    String.format(Locale.ROOT, "%,d", number(view.get(6))), bytes(number(view.get(7))),
                    String.valueOf(number(view.get(8))))));
        }
        rows.sort(Comparator.comparingDouble(Row::changesPerSecond).reversed().thenComparing(r -> r.cells().get(0)));
        return rows.stream().map(Row::cells).toList();
    }

    private static long number(String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    private static String rate(double perSecond) {
        return perSecond == 0 ? "0" : String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }

    static String bytes(long count) {
        double value = count;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    private List<String> lines(List<List<String>> views, int rowsMax) throws SQLException {
        List<Grid.Column> columns = new ArrayList<>();
        for (String name : List.of("view", "freshness", "lag", "in/s", "out/s", "rows", "state", "failures")) {
            columns.add(new Grid.Column(name, !name.equals("view") && !name.equals("freshness")));
        }
        List<String> lines = new ArrayList<>();
        List<List<String>> epoch =
                Exchange.ask(session.connection(), "SELECT epoch, clock FROM millrace.epochs").rows();
        lines.add("epoch " + (epoch.isEmpty() ? "?" : epoch.getFirst().get(0) + " at " + epoch.getFirst().get(1))
                + " · " + views.size() + (views.size() == 1 ? " view" : " views"));
        Grid grid = new Grid(columns, views.subList(0, Math.max(0, Math.min(views.size(), rowsMax))));
        TableStyle style = session.style().with(TableStyle.Expanded.OFF).withFooter(false);
        TableWriter.text(grid, style, null, List.of(), session.output().columns() - 1).stripTrailing().lines()
                .forEach(lines::add);
        List<List<String>> jobs = Exchange.ask(session.connection(), "SELECT name, phase, rows_read, rows_total,"
                + " extract(epoch FROM clock_timestamp() - started) FROM millrace.jobs").rows();
        jobs.forEach(job -> lines.add(job.get(0) + ": " + Progress.described(job)));
        if (session.isInteractive()) {
            lines.add("q leaves");
        }
        return lines;
    }
}
