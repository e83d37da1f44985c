package dev.millrace.cli.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.postgresql.core.TransactionState;
import org.postgresql.util.ServerErrorMessage;

import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.table.TableWriter;

/** FETCH_COUNT: a large answer by a cursor, so many rows at once, each portion printed when it is there. */
final class PortionedAnswer {
    private static final String CURSOR = "_millrace_cursor";

    private final Session session;
    private final StatementRunner runner;

    PortionedAnswer(Session session, StatementRunner runner) {
        this.session = session;
        this.runner = runner;
    }

    void run(Connection connection, String typed, int rowsAtOnce, TableStyle style) throws SQLException {
        String sql = typed.replaceFirst(";\\s*$", "");
        Exchange.described(connection, sql); // a fault is told with its place in what was typed
        boolean isOwnTransaction = Transactions.state(connection) == TransactionState.IDLE;
        if (isOwnTransaction) {
            Exchange.ask(connection, "BEGIN");
        }
        boolean isGood = false;
        try {
            ask(connection, "DECLARE " + CURSOR + " NO SCROLL CURSOR FOR\n" + sql);
            fetch(connection, rowsAtOnce, style);
            ask(connection, "CLOSE " + CURSOR);
            isGood = true;
        } finally {
            if (isOwnTransaction) {
                Exchange.ask(connection, isGood ? "COMMIT" : "ROLLBACK");
            }
        }
    }

    private void fetch(Connection connection, int rowsAtOnce, TableStyle style) throws SQLException {
        long count = 0;
        boolean isFirst = true;
        boolean isLast = false;
        while (!isLast) {
            Grid grid = ask(connection, "FETCH FORWARD " + rowsAtOnce + " FROM " + CURSOR);
            isLast = grid.rows().size() < rowsAtOnce || session.interrupts().isRaised();
            count += grid.rows().size();
            String footer = count == 1 ? "(1 row)" : "(" + count + " rows)";
            TableStyle own = style.withFooter(isLast && style.hasFooter());
            String text = TableWriter.text(grid, own, isFirst ? style.title() : null, List.of(footer),
                    session.output().columns());
            session.output().print(isFirst ? text.substring(0, text.length() - (isLast ? 0 : blank(text)))
                    : withoutHeadings(grid, own, footer, text, isLast));
            isFirst = false;
        }
        session.variables().set("ROW_COUNT", String.valueOf(count));
    }

    /** The blank line after an aligned table, which belongs to the end of the answer. */
    private static int blank(String text) {
        return text.endsWith("\n\n") ? 1 : 0;
    }

    private String withoutHeadings(Grid grid, TableStyle style, String footer, String text, boolean isLast) {
        if (grid.rows().isEmpty()) {
            boolean isCounted = style.hasFooter() && !style.isTuplesOnly();
            return (isCounted ? footer + "\n" : "") + (blank(text) > 0 ? "\n" : "");
        }
        String bodies = TableWriter.text(grid, style.withTuplesOnly(true), null, List.of(), session.output().columns());
        String rows = bodies.substring(0, bodies.length() - blank(bodies));
        boolean hasFooter = isLast && style.hasFooter() && !style.isTuplesOnly()
                && style.format() != TableStyle.Format.CSV;
        return rows + (hasFooter ? footer + "\n" : "") + (isLast && blank(text) > 0 ? "\n" : "");
    }

    private Grid ask(Connection connection, String sql) throws SQLException {
        List<Grid> grids = new ArrayList<>();
        Exchange.run(connection, sql, new Exchange.Receiver() {
            @Override
            public void rows(Exchange.Answer answer) {
                grids.add(answer.grid());
            }

            @Override
            public void tag(String tag, boolean hasRows) {
                // the cursor's own are not the user's
            }

            @Override
            public void notice(ServerErrorMessage notice) {
                runner.printNotice(notice);
            }
        });
        return grids.isEmpty() ? new Grid(List.of(), List.of()) : grids.getLast();
    }
}
