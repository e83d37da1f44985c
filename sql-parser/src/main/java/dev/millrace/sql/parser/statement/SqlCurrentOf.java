package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CURRENT OF cursor}: in WHERE of UPDATE and DELETE the row that a cursor stands on. */
public final class SqlCurrentOf extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("CURRENT OF", SqlKind.OTHER);

    private final SqlIdentifier cursor;

    public SqlCurrentOf(SqlParserPos pos, SqlIdentifier cursor) {
        super(pos);
        this.cursor = cursor;
    }

    public SqlIdentifier cursor() {
        return cursor;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(cursor);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("CURRENT OF");
        cursor.unparse(writer, 0, 0);
    }
}
