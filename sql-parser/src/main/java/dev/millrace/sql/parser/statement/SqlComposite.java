package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE TYPE name AS (attribute type, ...)}, and {@code ALTER TYPE name} with changes of attributes. */
public final class SqlComposite extends SqlStatement {
    private static final SqlOperator CREATE = operator("CREATE TYPE", SqlKind.CREATE_TYPE);
    private static final SqlOperator ALTER = operator("ALTER TYPE", SqlKind.OTHER_DDL);

    private final SqlIdentifier name;
    private final List<Change> changes;

    /** What is done to an attribute. */
    public enum Action {
        ADD, DROP, ALTER, RENAME
    }

    /**
     * @param type null where it is dropped or renamed
     * @param newName null but where it is renamed
     */
    public record Change(
            Action action, SqlIdentifier attribute, SqlDataTypeSpec type, SqlIdentifier newName, boolean ifExists) {}

    /** @param changes of a new type its attributes, all added */
    public SqlComposite(SqlParserPos pos, boolean isNew, SqlIdentifier name, List<Change> changes) {
        super(pos, isNew ? CREATE : ALTER);
        this.name = name;
        this.changes = List.copyOf(changes);
    }

    public SqlIdentifier name() {
        return name;
    }

    public boolean isNew() {
        return getOperator() == CREATE;
    }

    public List<Change> changes() {
        return changes;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        if (isNew()) {
            out.words("CREATE TYPE").node(name).words("AS");
            out.inParentheses(() -> out.list(changes, one -> out.node(one.attribute()).node(one.type())));
            return;
        }
        out.words("ALTER TYPE").node(name);
        out.list(changes, one -> {
            out.words(one.action().name()).words("ATTRIBUTE").wordsIf(one.ifExists(), "IF EXISTS")
                    .node(one.attribute());
            if (one.newName() != null) {
                out.words("TO").node(one.newName());
            }
            if (one.type() != null) {
                out.wordsIf(one.action() == Action.ALTER, "TYPE").node(one.type());
            }
        });
    }
}
