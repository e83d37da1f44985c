package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE TRIGGER name BEFORE event ON table FOR EACH ROW WHEN (condition) EXECUTE FUNCTION f(arguments)}. */
public final class SqlCreateTrigger extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("CREATE TRIGGER", SqlKind.OTHER_DDL);

    private final Trigger trigger;

    /**
     * What it is.
     *
     * @param events in lower case: {@code insert}, {@code update}, {@code delete}, {@code truncate}
     * @param columns of UPDATE OF; empty for any
     * @param tables names of the rows that were and that are, by {@code old} and {@code new}
     * @param when its condition as it was written; null for none
     * @param constraint null for one that is no constraint
     */
    public record Trigger(
            boolean replace, SqlIdentifier name, Timing timing, List<String> events, List<SqlIdentifier> columns,
            SqlIdentifier table, Map<String, String> tables, boolean isRow, String when, SqlIdentifier function,
            List<String> arguments, Constraint constraint) {}

    /** When it is called: for the statement or a row of it. */
    public enum Timing { BEFORE, AFTER, INSTEAD_OF }

    /**
     * What makes it a constraint trigger.
     *
     * @param from the table that it is about besides its own; null for none
     * @param isDeferred whether it waits for the end of transactions unasked
     */
    public record Constraint(SqlIdentifier from, boolean isDeferrable, boolean isDeferred) {}

    public SqlCreateTrigger(SqlParserPos pos, Trigger trigger) {
        super(pos, OPERATOR);
        this.trigger = trigger;
    }

    public Trigger trigger() {
        return trigger;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(trigger.name(), trigger.table(), trigger.function());
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("CREATE").wordsIf(trigger.replace(), "OR REPLACE");
        out.wordsIf(trigger.constraint() != null, "CONSTRAINT").words("TRIGGER").node(trigger.name());
        out.words(trigger.timing().name().replace('_', ' ')).words(String.join(" OR ", trigger.events()));
        out.words("ON").node(trigger.table());
        if (trigger.constraint() != null) {
            constraint(trigger.constraint(), out);
        }
        out.wordsIf(!trigger.tables().isEmpty(), "REFERENCING");
        trigger.tables().forEach((version, name) -> out.words(version.toUpperCase(Locale.ROOT) + " TABLE AS")
                .name(name));
        out.words("FOR EACH " + (trigger.isRow() ? "ROW" : "STATEMENT"));
        out.wordsIf(trigger.when() != null, "WHEN (" + trigger.when() + ")");
        out.words("EXECUTE FUNCTION").node(trigger.function());
        out.inParentheses(() -> out.list(trigger.arguments(), out::text));
    }

    private static void constraint(Constraint constraint, Unparser out) {
        if (constraint.from() != null) {
            out.words("FROM").node(constraint.from());
        }
        out.wordsIf(constraint.isDeferrable(), "DEFERRABLE").wordsIf(constraint.isDeferred(), "INITIALLY DEFERRED");
    }
}
