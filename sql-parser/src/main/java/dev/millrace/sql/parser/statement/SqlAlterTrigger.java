package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** DROP TRIGGER, ALTER TRIGGER ... RENAME, and ALTER TABLE ... ENABLE or DISABLE TRIGGER. */
public final class SqlAlterTrigger extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("ALTER TRIGGER", SqlKind.OTHER_DDL);

    private final Kind kind;
    private final SqlIdentifier table;
    private final String name;
    private final String newName;
    private final boolean ifExists;

    /** What is done with it. */
    public enum Kind { DROP, RENAME, ENABLE, ENABLE_ALWAYS, ENABLE_REPLICA, DISABLE }

    /**
     * @param name null for all of the table
     * @param newName null but for RENAME
     */
    public SqlAlterTrigger(
            SqlParserPos pos, Kind kind, SqlIdentifier table, String name, String newName, boolean ifExists) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.table = table;
        this.name = name;
        this.newName = newName;
        this.ifExists = ifExists;
    }

    public Kind kind() {
        return kind;
    }

    public SqlIdentifier table() {
        return table;
    }

    public String name() {
        return name;
    }

    public String newName() {
        return newName;
    }

    public boolean ifExists() {
        return ifExists;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(table);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        switch (kind) {
            case DROP -> out.words("DROP TRIGGER").wordsIf(ifExists, "IF EXISTS").words(name).words("ON").node(table);
            case RENAME -> out.words("ALTER TRIGGER").words(name).words("ON").node(table).words("RENAME TO " + newName);
            case ENABLE, ENABLE_ALWAYS, ENABLE_REPLICA, DISABLE -> out.words("ALTER TABLE").node(table)
                    .words(kind.name().replace('_', ' ') + " TRIGGER " + (name == null ? "ALL" : name));
        }
    }
}
