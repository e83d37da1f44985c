package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE DOMAIN name [AS] type [DEFAULT expression] [[NOT] NULL] [[CONSTRAINT name] CHECK (condition)]...}. */
public final class SqlCreateDomain extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE DOMAIN", SqlKind.CREATE_TYPE);

    private final SqlIdentifier name;
    private final SqlDataTypeSpec type;
    private final SqlNode defaultValue;
    private final boolean notNull;
    private final List<Check> checks;

    /** A condition over {@code VALUE}; {@code name} null where it is to get PostgreSQL's. */
    public record Check(SqlIdentifier name, SqlNode condition) {}

    public SqlCreateDomain(SqlParserPos pos, SqlIdentifier name, SqlDataTypeSpec type, SqlNode defaultValue,
            boolean notNull, List<Check> checks) {
        super(pos, OPERATOR);
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.notNull = notNull;
        this.checks = List.copyOf(checks);
    }

    public SqlIdentifier name() {
        return name;
    }

    public SqlDataTypeSpec type() {
        return type;
    }

    /** Null without. */
    public SqlNode defaultValue() {
        return defaultValue;
    }

    public boolean notNull() {
        return notNull;
    }

    public List<Check> checks() {
        return checks;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, type);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("CREATE DOMAIN").node(name).words("AS").node(type);
        if (defaultValue != null) {
            out.clause("DEFAULT", defaultValue);
        }
        out.wordsIf(notNull, "NOT NULL");
        for (Check check : checks) {
            if (check.name() != null) {
                out.words("CONSTRAINT").node(check.name());
            }
            out.words("CHECK").inParentheses(() -> out.node(check.condition()));
        }
    }
}
