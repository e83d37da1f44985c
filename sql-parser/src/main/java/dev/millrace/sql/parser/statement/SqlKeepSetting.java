package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code ALTER {ROLE {name | ALL} [IN DATABASE name] | DATABASE name} {SET ... | SET name FROM CURRENT | RESET ...}}:
 * what sessions begin with from now on.
 */
public final class SqlKeepSetting extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("ALTER SETTING", SqlKind.OTHER_DDL);

    private final Whose whose;
    private final SqlStatement change;
    private final boolean fromCurrent;

    /**
     * Whose sessions.
     *
     * @param role null for all
     * @param database null for all
     * @param byDatabase whether it was said as ALTER DATABASE
     */
    public record Whose(RoleName role, SqlIdentifier database, boolean byDatabase) {}

    /** @param change {@link SqlSet}, or {@link SqlReset} of what is taken back, or taken as it is now */
    public SqlKeepSetting(SqlParserPos pos, Whose whose, SqlStatement change, boolean fromCurrent) {
        super(pos, OPERATOR);
        this.whose = whose;
        this.change = change;
        this.fromCurrent = fromCurrent;
    }

    public Whose whose() {
        return whose;
    }

    /** What is set, or reset. */
    public SqlStatement change() {
        return change;
    }

    public boolean fromCurrent() {
        return fromCurrent;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(whose.database);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        if (whose.byDatabase) {
            out.words("ALTER DATABASE").node(whose.database);
        } else {
            out.words("ALTER ROLE");
            if (whose.role == null) {
                out.words("ALL");
            } else {
                whose.role.unparse(out);
            }
            if (whose.database != null) {
                out.words("IN DATABASE").node(whose.database);
            }
        }
        if (fromCurrent) {
            out.words("SET").raw(((SqlReset) change).name()).words("FROM CURRENT");
        } else {
            change.unparse(writer, leftPrec, rightPrec);
        }
    }
}
