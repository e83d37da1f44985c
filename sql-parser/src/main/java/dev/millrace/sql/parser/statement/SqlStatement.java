package dev.millrace.sql.parser.statement;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What all our statements share: they are calls of an operator of their own, and they can be written out again. */
public abstract class SqlStatement extends SqlCall {
    private final SqlOperator operator;

    protected SqlStatement(SqlParserPos pos, SqlOperator operator) {
        super(pos);
        this.operator = operator;
    }

    protected static SqlOperator operator(String name, SqlKind kind) {
        return new SqlSpecialOperator(name, kind);
    }

    @Override
    public SqlOperator getOperator() {
        return operator;
    }

    /** The nodes that are present, none here; for those who walk the tree. Parts are better asked for by name. */
    @Override
    public List<SqlNode> getOperandList() {
        return List.of();
    }

    @Override
    public abstract void unparse(SqlWriter writer, int leftPrec, int rightPrec);

    protected static List<SqlNode> present(SqlNode... nodes) {
        List<SqlNode> present = new ArrayList<>();
        for (SqlNode node : nodes) {
            if (node != null) {
                present.add(node);
            }
        }
        return present;
    }
}
