package dev.millrace.sql.parser.statement;

import java.util.Locale;

import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER FUNCTION | PROCEDURE | ROUTINE name [(types)]}, and what becomes of it. */
public abstract sealed class SqlRoutineChange extends SqlStatement permits SqlAlterFunction, SqlOwnFunction {
    private final String kind;
    private final SqlDropFunction.Target target;

    SqlRoutineChange(SqlParserPos pos, SqlOperator operator, String kind, SqlDropFunction.Target target) {
        super(pos, operator);
        this.kind = kind;
        this.target = target;
    }

    /** {@code function}, {@code procedure}, or {@code routine} for either. */
    public String kind() {
        return kind;
    }

    public SqlDropFunction.Target target() {
        return target;
    }

    /** Writes what is to change. */
    void unparseTarget(Unparser out) {
        out.words("ALTER " + kind.toUpperCase(Locale.ROOT));
        target.unparse(out);
    }
}
