package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code PREPARE name [(types)] AS statement}. */
public final class SqlPrepare extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("PREPARE", SqlKind.OTHER);

    private final SqlIdentifier name;
    private final List<SqlDataTypeSpec> parameterTypes;
    private final SqlNode statement;
    private final String statementText;
    private final int statementStart;

    public SqlPrepare(SqlParserPos pos, SqlIdentifier name, List<SqlDataTypeSpec> parameterTypes, SqlNode statement,
            String statementText, int statementStart) {
        super(pos, OPERATOR);
        this.name = name;
        this.parameterTypes = List.copyOf(parameterTypes);
        this.statement = statement;
        this.statementText = statementText;
        this.statementStart = statementStart;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** The declared types, fewer than the parameters perhaps. */
    public List<SqlDataTypeSpec> parameterTypes() {
        return parameterTypes;
    }

    public SqlNode statement() {
        return statement;
    }

    /** The statement as it was written. */
    public String statementText() {
        return statementText;
    }

    /** UTF-16 units before it. */
    public int statementStart() {
        return statementStart;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, statement);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("PREPARE").node(name).nodesInParentheses(parameterTypes).clause("AS", statement);
    }
}
