package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code FETCH [direction] [FROM] cursor} and {@code MOVE}. */
public final class SqlFetch extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("FETCH", SqlKind.OTHER);

    private final boolean move;
    private final Direction direction;
    private final Long count;
    private final SqlIdentifier cursor;
    private final List<StatementOption> options;

    public SqlFetch(SqlParserPos pos, boolean move, Direction direction, Long count, SqlIdentifier cursor,
            List<StatementOption> options) {
        super(pos, OPERATOR);
        this.move = move;
        this.direction = direction;
        this.count = count;
        this.cursor = cursor;
        this.options = List.copyOf(options);
    }

    /** True for MOVE: rows are passed over, not returned. */
    public boolean move() {
        return move;
    }

    public Direction direction() {
        return direction;
    }

    /** How many rows, or which row; null for ALL. */
    public Long count() {
        return count;
    }

    public SqlIdentifier cursor() {
        return cursor;
    }

    /** The options after WITH, such as a timeout. */
    public List<StatementOption> options() {
        return options;
    }

    /** Where to: FORWARD and BACKWARD go on from the present row, ABSOLUTE and RELATIVE to one row. */
    public enum Direction { FORWARD, BACKWARD, ABSOLUTE, RELATIVE }

    @Override
    public List<SqlNode> getOperandList() {
        return present(cursor);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words(move ? "MOVE" : "FETCH").words(direction.name()).raw(count == null
                ? "ALL" : count.toString())
                .clause("FROM", cursor).options("WITH", options);
    }
}
