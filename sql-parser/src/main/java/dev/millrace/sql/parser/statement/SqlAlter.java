package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER kind [IF EXISTS] name change, ...}. */
public final class SqlAlter extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("ALTER", SqlKind.OTHER_DDL);

    private final ObjectKind kind;
    private final boolean ifExists;
    private final boolean isOnly;
    private final SqlIdentifier name;
    private final List<AlterChange> changes;

    public SqlAlter(SqlParserPos pos, ObjectKind kind, boolean ifExists, boolean isOnly,
            SqlIdentifier name, List<AlterChange> changes) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.ifExists = ifExists;
        this.isOnly = isOnly;
        this.name = name;
        this.changes = List.copyOf(changes);
    }

    public ObjectKind kind() {
        return kind;
    }

    public boolean ifExists() {
        return ifExists;
    }

    /** Whether tables that inherit from the one that is named are left as they are. */
    public boolean isOnly() {
        return isOnly;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** At least one. */
    public List<AlterChange> changes() {
        return changes;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("ALTER").words(kind.words()).wordsIf(ifExists, "IF EXISTS").wordsIf(isOnly, "ONLY").node(name)
                .list(changes, change -> change.unparse(out));
    }
}
