package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code COMMENT ON kind name IS {text | NULL}}. */
public final class SqlComment extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("COMMENT", SqlKind.OTHER_DDL);

    private final ObjectKind kind;
    private final SqlIdentifier name;
    private final String text;

    public SqlComment(SqlParserPos pos, ObjectKind kind, SqlIdentifier name, String text) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.name = name;
        this.text = text;
    }

    public ObjectKind kind() {
        return kind;
    }

    /** For a column, its relation's name and its own. */
    public SqlIdentifier name() {
        return name;
    }

    /** Null removes the comment. */
    public String text() {
        return text;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("COMMENT ON").words(kind.words()).node(name).words("IS");
        if (text == null) {
            out.words("NULL");
        } else {
            out.text(text);
        }
    }
}
