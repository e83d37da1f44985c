package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SHOW CREATE [kind] name}. */
public final class SqlShowCreate extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("SHOW CREATE", SqlKind.OTHER);

    private final ObjectKind kind;
    private final SqlIdentifier name;

    public SqlShowCreate(SqlParserPos pos, ObjectKind kind, SqlIdentifier name) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.name = name;
    }

    /** Null when it was not said. */
    public ObjectKind kind() {
        return kind;
    }

    public SqlIdentifier name() {
        return name;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        new Unparser(writer).words("SHOW CREATE").words(kind == null ? "" : kind.words()).node(name);
    }
}
