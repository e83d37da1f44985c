package dev.millrace.cli.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.table.TableWriter;

/**
 * An answer that is drawn again in its place while it changes. The view is read anew twice a second: what is shown is
 * always one consistent state of it, however fast it changes underneath.
 */
public final class LiveView {
    private static final long REDRAW_MILLIS = 500;
    private static final int LINES_ASIDE = 4;
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String ERASE_LINE_END = "\033[K";
    private static final String ERASE_BELOW = "\033[J";

    /** What is said in the line under the table, beside what the view itself knows. */
    @FunctionalInterface
    public interface Status {
        Status NONE = connection -> "";

        String text(Connection connection) throws SQLException;
    }

    private final Session session;
    private final Status status;
    private int drawnLines;
    private List<List<String>> lastRows = List.of();
    private long lastChangeNanos;

    LiveView(Session session, Status status) {
        this.session = session;
        this.status = status;
    }

    /** A query as it is, or all of the relation that is named. */
    static String queryOf(String text) {
        String bare = text.strip().replaceFirst(";\\s*$", "");
        return bare.matches("(?is)(select|with|values|table|show)\\b.*") ? bare : "SELECT * FROM " + bare;
    }

    /** Draws until Ctrl-C. Without a terminal it draws once: there is no place to draw to again. */
    boolean run(String sql) throws SQLException {
        if (sql.isEmpty()) {
            session.output().complain("\\live: which view or query?");
            return false;
        }
        lastChangeNanos = System.nanoTime();
        boolean isOnScreen = session.output().columns().getAsInt() > 0;
        session.interrupts().begin(null);
        try {
            session.output().print(isOnScreen ? HIDE_CURSOR : "");
            do {
                draw(sql, isOnScreen);
                if (isOnScreen) {
                    session.interrupts().pause(REDRAW_MILLIS);
                }
            } while (isOnScreen && !session.interrupts().isRaised());
        } finally {
            session.output().print(isOnScreen ? SHOW_CURSOR : "");
            session.interrupts().end();
        }
        return true;
    }

    private void draw(String sql, boolean isOnScreen) throws SQLException {
        long begun = System.nanoTime();
        Grid grid;
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            grid = Answers.read(result);
        }
        long now = System.nanoTime();
        if (!grid.rows().equals(lastRows)) {
            lastRows = grid.rows();
            lastChangeNanos = now;
        }
        int rowsMax = isOnScreen ? Math.max(1, session.screenRows() - LINES_ASIDE - 1) : Integer.MAX_VALUE;
        Grid shown = grid.rows().size() <= rowsMax ? grid : new Grid(grid.columns(), grid.rows().subList(0, rowsMax));
        List<String> lines = new ArrayList<>();
        TableStyle style = session.style().with(TableStyle.Expanded.OFF).withFooter(false);
        TableWriter.text(shown, style, 0).stripTrailing().lines().forEach(lines::add);
        lines.add(statusLine(grid.rows().size(), now - begun, now - lastChangeNanos));
        session.output().print(isOnScreen ? redrawn(lines) : String.join("\n", lines) + "\n");
    }

    private String statusLine(int rows, long readNanos, long quietNanos) throws SQLException {
        String more = status.text(session.connection());
        return String.format(Locale.ROOT, "%s%d row%s · read in %.1f ms · last change %.1f s ago%s",
                more.isEmpty() ? "" : more + " · ", rows, rows == 1 ? "" : "s", readNanos / 1e6, quietNanos / 1e9,
                session.isInteractive() ? " · Ctrl-C to stop" : "");
    }

    /** The lines over the ones drawn before; what is longer than the screen is wide is cut, or it would wrap. */
    private String redrawn(List<String> lines) {
        int columns = session.output().columns().getAsInt();
        StringBuilder text = new StringBuilder();
        if (drawnLines > 0) {
            text.append("\033[").append(drawnLines).append('A');
        }
        text.append('\r');
        for (String line : lines) {
            text.append(line, 0, Math.min(line.length(), columns - 1)).append(ERASE_LINE_END).append('\n');
        }
        drawnLines = lines.size();
        return text.append(ERASE_BELOW).toString();
    }
}
