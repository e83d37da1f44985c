package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code EXECUTE name [(arguments)]}. */
public final class SqlExecute extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("EXECUTE", SqlKind.OTHER);

    private final SqlIdentifier name;
    private final SqlNodeList arguments;

    public SqlExecute(SqlParserPos pos, SqlIdentifier name, SqlNodeList arguments) {
        super(pos, OPERATOR);
        this.name = name;
        this.arguments = arguments;
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlNodeList arguments() {
        return arguments;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, arguments);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("EXECUTE").node(name).nodesInParentheses(arguments);
    }
}
