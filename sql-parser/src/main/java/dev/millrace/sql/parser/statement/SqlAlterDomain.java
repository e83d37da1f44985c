package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ALTER DOMAIN name} with one change of its default or of its conditions. */
public final class SqlAlterDomain extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("ALTER DOMAIN", SqlKind.OTHER_DDL);

    private final SqlIdentifier name;
    private final Change change;
    private final SqlIdentifier constraint;
    private final SqlNode expression;
    private final boolean ifExists;

    /** What is done. */
    public enum Change {
        SET_DEFAULT, DROP_DEFAULT, SET_NOT_NULL, DROP_NOT_NULL, ADD_CHECK, DROP_CONSTRAINT;

        String words() {
            return name().replace('_', ' ');
        }
    }

    /**
     * @param constraint null where there is none, or it is to get PostgreSQL's name
     * @param expression the default or the condition, or null
     */
    public SqlAlterDomain(SqlParserPos pos, SqlIdentifier name, Change change, SqlIdentifier constraint,
            SqlNode expression, boolean ifExists) {
        super(pos, OPERATOR);
        this.name = name;
        this.change = change;
        this.constraint = constraint;
        this.expression = expression;
        this.ifExists = ifExists;
    }

    public SqlIdentifier name() {
        return name;
    }

    public Change change() {
        return change;
    }

    public SqlIdentifier constraint() {
        return constraint;
    }

    public SqlNode expression() {
        return expression;
    }

    public boolean ifExists() {
        return ifExists;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("ALTER DOMAIN").node(name).words(change.words()).wordsIf(ifExists, "IF EXISTS");
        if (constraint != null) {
            out.node(constraint);
        }
        if (expression != null) {
            out.inParentheses(() -> out.node(expression));
        }
    }
}
