package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE TYPE name AS ENUM ('label', ...)}. */
public final class SqlCreateEnum extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE TYPE", SqlKind.CREATE_TYPE);

    private final SqlIdentifier name;
    private final List<String> labels;

    public SqlCreateEnum(SqlParserPos pos, SqlIdentifier name, List<String> labels) {
        super(pos, OPERATOR);
        this.name = name;
        this.labels = List.copyOf(labels);
    }

    public SqlIdentifier name() {
        return name;
    }

    /** In order; may be none. */
    public List<String> labels() {
        return labels;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("CREATE TYPE").node(name).words("AS ENUM");
        out.inParentheses(() -> out.list(labels, out::text));
    }
}
