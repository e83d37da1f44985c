package dev.millrace.cli.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.millrace.cli.table.CellMarks;
import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.table.TableWriter;
import dev.millrace.cli.text.SqlTokens;

/**
 * An answer that is drawn again in its place when it changes. A subscription tells of every epoch that changes it; then
 * it is read anew, so that what is shown is always one consistent state, in the order that the query wants. Where the
 * server cannot follow a query it is read twice a second.
 */
public final class LiveView {
    private static final long DRAWN_MILLIS_MIN = 100;
    private static final long READ_MILLIS = 500;
    private static final int LINES_ASIDE = 6;

    /** What is said in the line under the table, beside what the view itself knows. */
    @FunctionalInterface
    public interface Status {
        Status NONE = connection -> "";

        String text(Connection connection) throws SQLException;
    }

    private final Session session;
    private final Status status;
    private final Changes changes = new Changes();
    private String view = "";
    private long lastChangeNanos;
    private long readNanos;
    private String lag = "";

    LiveView(Session session, Status status) {
        this.session = session;
        this.status = status;
    }

    /** A query as it is, or all of the relation that is named. */
    static String queryOf(String text) {
        String bare = text.strip().replaceFirst(";\\s*$", "");
        return bare.matches("(?is)(select|with|values|table|show)\\b.*") ? bare : "SELECT * FROM " + bare;
    }

    /** Draws until q or Ctrl-C. Without a terminal it draws once: there is no place to draw to again. */
    boolean run(String text) throws SQLException {
        String sql = text.strip().replaceFirst(";\\s*$", "");
        if (sql.isEmpty()) {
            session.complain("\\live: which view or query?");
            return false;
        }
        view = sql.matches("(?i)SELECT \\* FROM [\\w.\"]+") ? sql.substring("SELECT * FROM ".length()) : "";
        lastChangeNanos = System.nanoTime();
        if (!session.output().isScreen()) {
            Grid grid = read(sql);
            session.output().print(String.join("\n", lines(grid, Integer.MAX_VALUE, "")) + "\n");
            return true;
        }
        try (ChangeFeed feed = feed(sql); Screen screen = new Screen(session.output()); Keys keys = session.keys()) {
            draw(sql, feed, screen, keys);
        }
        return true;
    }

    /** Null where the server cannot follow the query. */
    private ChangeFeed feed(String sql) {
        try {
            return new ChangeFeed(session, sql);
        } catch (SQLException e) {
            return null;
        }
    }

    private void draw(String sql, ChangeFeed feed, Screen screen, Keys keys) throws SQLException {
        Grid grid = null;
        long readAt = 0;
        int key = Keys.NONE;
        while (!keys.isLeaving(key)) {
            boolean isDue = feed == null ? System.nanoTime() - readAt > READ_MILLIS * 1_000_000 : feed.takeNews();
            int rowsMax = Math.max(1, session.output().screenRows() - LINES_ASIDE);
            if (grid == null || isDue) {
                grid = read(limited(sql, rowsMax + 1));
                readAt = System.nanoTime();
            }
            screen.draw(lines(grid, rowsMax, following(feed)));
            key = keys.next(DRAWN_MILLIS_MIN);
        }
    }

    private Grid read(String sql) throws SQLException {
        long begun = System.nanoTime();
        Grid grid = Exchange.ask(session.connection(), sql);
        long now = System.nanoTime();
        readNanos = now - begun;
        if (changes.take(grid, now)) {
            lastChangeNanos = now;
        }
        lag = view.isEmpty() ? "" : lag();
        return grid;
    }

    /** How much older than the newest commit the view's content is. */
    private String lag() {
        try {
            List<List<String>> rows = Exchange.ask(session.connection(), "SELECT freshness, lag_ms FROM millrace.views"
                    + " WHERE id = " + dev.millrace.cli.text.Variables.string(view)
                    + "::pg_catalog.regclass::pg_catalog.oid").rows();
            return rows.isEmpty() ? "" : rows.getFirst().get(0) + ", lag " + rows.getFirst().get(1) + " ms · ";
        } catch (SQLException e) {
            return ""; // not a Millrace, or the transaction has failed
        }
    }

    /** The query for as many rows as are shown, unless it has its own limit. */
    static String limited(String sql, int rows) {
        int depth = 0;
        for (SqlTokens.Token token : SqlTokens.words(sql)) {
            String word = token.text().toLowerCase(Locale.ROOT);
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            if (depth == 0 && Set.of("limit", "fetch", "offset", "show", "for").contains(word)) {
                return sql;
            }
        }
        return sql + "\nLIMIT " + rows;
    }

    private String following(ChangeFeed feed) {
        return feed == null ? "read twice a second"
                : String.format(Locale.ROOT, "%s%.1f changes/s", feed.epoch().isEmpty() ? ""
                        : "epoch " + feed.epoch() + " · ", feed.changesPerSecond());
    }

    private List<String> lines(Grid grid, int rowsMax, String following) throws SQLException {
        boolean isCut = grid.rows().size() > rowsMax;
        Grid shown = isCut ? new Grid(grid.columns(), grid.rows().subList(0, rowsMax)) : grid;
        TableStyle style = session.style().with(TableStyle.Expanded.OFF).withFooter(false);
        boolean isTable = Set.of(TableStyle.Format.ALIGNED, TableStyle.Format.BOX, TableStyle.Format.WRAPPED)
                .contains(style.format());
        style = isTable ? style : style.with(TableStyle.Format.ALIGNED);
        long now = System.nanoTime();
        CellMarks marks = session.output().isScreen() ? changes.marks(now) : CellMarks.NONE;
        List<String> lines = new ArrayList<>();
        TableWriter.marked(shown, style, marks, session.hasColours(), session.output().columns() - 1).stripTrailing()
                .lines().forEach(lines::add);
        String rows = (isCut ? "first " : "") + shown.rows().size() + (shown.rows().size() == 1 ? " row" : " rows");
        String more = status.text(session.connection());
        String first = (more.isEmpty() ? "" : more + " · ") + rows + (following.isEmpty() ? "" : " · " + following);
        String second = lag + String.format(Locale.ROOT, "read in %.1f ms · changed %.1f s ago", readNanos / 1e6,
                (now - lastChangeNanos) / 1e9) + (session.isInteractive() ? " · q leaves" : "");
        boolean isNarrow = session.output().isScreen()
                && first.length() + second.length() + 3 >= session.output().columns();
        lines.addAll(isNarrow ? List.of(first, second) : List.of(first + " · " + second));
        return lines;
    }
}
