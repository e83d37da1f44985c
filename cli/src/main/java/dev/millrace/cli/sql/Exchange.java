package dev.millrace.cli.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

import dev.millrace.cli.table.Grid;

/**
 * A text sent as it is, in one message of the simple protocol, and what comes back for it. It uses the driver below
 * JDBC: there the command tags, the types by number, the values as the server writes them and the notices when they
 * come are still to be had.
 */
final class Exchange extends ResultHandlerBase {
    /** What comes back, in order. */
    interface Receiver {
        void rows(Answer answer);

        /** The tag of a command; {@code hasRows}: rows of it came before. */
        void tag(String tag, boolean hasRows);

        void notice(ServerErrorMessage notice);
    }

    /** Rows with the types of their columns: OID and modifier. */
    record Answer(Grid grid, int[] types, int[] modifiers) {
    }

    private static final Set<Integer> RIGHT_ALIGNED = Set.of(20, 21, 23, 26, 28, 29, 700, 701, 790, 1700, 5069);
    private static final Set<Integer> NUMBERS = Set.of(20, 21, 23, 26, 700, 701, 1700);
    private static final int BOOL = 16;
    private static final Set<Integer> JSON = Set.of(114, 3802);
    private static final int FLAGS = QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | QueryExecutor.QUERY_SUPPRESS_BEGIN
            | QueryExecutor.QUERY_NO_BINARY_TRANSFER | QueryExecutor.QUERY_BOTH_ROWS_AND_STATUS;

    private final Receiver receiver;
    private boolean hasRows;

    private Exchange(Receiver receiver) {
        this.receiver = receiver;
    }

    static void run(Connection connection, String sql, Receiver receiver) throws SQLException {
        QueryExecutor executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
        CachedQuery query = executor.createQuery(sql, false, false);
        executor.execute(query.query, null, new Exchange(receiver), 0, 0, FLAGS);
    }

    /** The rows of one query, for the shell's own questions. */
    static Grid ask(Connection connection, String sql) throws SQLException {
        List<Grid> grids = new ArrayList<>();
        run(connection, sql, new Receiver() {
            @Override
            public void rows(Answer answer) {
                grids.add(answer.grid());
            }

            @Override
            public void tag(String tag, boolean withRows) {
                // of no interest here
            }

            @Override
            public void notice(ServerErrorMessage notice) {
                // of no interest here
            }
        });
        return grids.isEmpty() ? new Grid(List.of(), List.of()) : grids.getLast();
    }

    /** What the columns of a query are, without running it; null when it has none. */
    static Answer described(Connection connection, String sql) throws SQLException {
        List<Answer> answers = new ArrayList<>();
        QueryExecutor executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
        CachedQuery query = executor.createQuery(sql, false, true);
        Exchange exchange = new Exchange(new Receiver() {
            @Override
            public void rows(Answer answer) {
                answers.add(answer);
            }

            @Override
            public void tag(String tag, boolean withRows) {
                // none comes: nothing is run
            }

            @Override
            public void notice(ServerErrorMessage notice) {
                // of no interest here
            }
        });
        executor.execute(query.query, query.query.createParameterList(), exchange, 0, 0,
                QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_DESCRIBE_ONLY | QueryExecutor.QUERY_SUPPRESS_BEGIN);
        return answers.isEmpty() ? null : answers.getFirst();
    }

    @Override
    public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        hasRows = true;
        List<Grid.Column> columns = new ArrayList<>(fields.length);
        int[] types = new int[fields.length];
        int[] modifiers = new int[fields.length];
        for (int i = 0; i < fields.length; i++) {
            types[i] = fields[i].getOID();
            modifiers[i] = fields[i].getMod();
            columns.add(new Grid.Column(fields[i].getColumnLabel(), RIGHT_ALIGNED.contains(types[i]), kind(types[i])));
        }
        List<List<String>> rows = new ArrayList<>(tuples == null ? 0 : tuples.size());
        for (Tuple tuple : tuples == null ? List.<Tuple>of() : tuples) {
            List<String> row = new ArrayList<>(fields.length);
            for (int i = 0; i < fields.length; i++) {
                byte[] value = tuple.get(i);
                row.add(value == null ? null : new String(value, StandardCharsets.UTF_8));
            }
            rows.add(row);
        }
        receiver.rows(new Answer(new Grid(columns, rows), types, modifiers));
    }

    private static Grid.Kind kind(int type) {
        return NUMBERS.contains(type) ? Grid.Kind.NUMBER : type == BOOL ? Grid.Kind.TRUTH
                : JSON.contains(type) ? Grid.Kind.JSON : Grid.Kind.TEXT;
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
        receiver.tag(status, hasRows);
        hasRows = false;
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        if (warning instanceof PSQLWarning notice && notice.getServerErrorMessage() != null) {
            receiver.notice(notice.getServerErrorMessage());
        }
    }

    /** The server's message in an error; null when it is the driver's own. */
    static ServerErrorMessage messageOf(SQLException e) {
        return e instanceof PSQLException server ? server.getServerErrorMessage() : null;
    }
}
