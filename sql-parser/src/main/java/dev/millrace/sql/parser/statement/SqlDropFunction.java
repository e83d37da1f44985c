package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code DROP FUNCTION [IF EXISTS] name [(types)], ... [CASCADE | RESTRICT]}. */
public final class SqlDropFunction extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("DROP FUNCTION", SqlKind.DROP_FUNCTION);

    private final String kind;
    private final boolean ifExists;
    private final List<Target> targets;
    private final boolean cascade;

    /** @param parameters null where only the name is given */
    public record Target(SqlIdentifier name, List<RoutineParameter> parameters) {
        void unparse(Unparser out) {
            out.node(name);
            if (parameters != null) {
                out.inParentheses(() -> out.list(parameters, parameter -> out.node(parameter.type())));
            }
        }
    }

    public SqlDropFunction(SqlParserPos pos, String kind, boolean ifExists, List<Target> targets, boolean cascade) {
        super(pos, OPERATOR);
        this.kind = kind;
        this.ifExists = ifExists;
        this.targets = List.copyOf(targets);
        this.cascade = cascade;
    }

    /** {@code function}, {@code procedure}, or {@code routine} for either. */
    public String kind() {
        return kind;
    }

    public boolean ifExists() {
        return ifExists;
    }

    public List<Target> targets() {
        return targets;
    }

    public boolean cascade() {
        return cascade;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("DROP " + kind.toUpperCase(Locale.ROOT)).wordsIf(ifExists, "IF EXISTS");
        out.list(targets, target -> target.unparse(out));
        out.wordsIf(cascade, "CASCADE");
    }
}
