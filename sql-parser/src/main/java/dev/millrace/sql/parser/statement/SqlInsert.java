package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code [WITH ...] INSERT INTO table [AS alias] [(columns)] {query | VALUES ... | DEFAULT VALUES} [ON CONFLICT ...]
 * [RETURNING ...]}.
 */
public final class SqlInsert extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("INSERT", SqlKind.INSERT);

    /** Which values of identity columns count: the given ones though the column says ALWAYS, or never those. */
    public enum Overriding { NOTHING, SYSTEM, USER }

    private final SqlNodeList with;
    private final SqlIdentifier table;
    private final SqlIdentifier alias;
    private final List<Assignment> targets;
    private final Overriding overriding;
    private final SqlNode source;
    private final OnConflict onConflict;
    private final SqlNodeList returning;

    public SqlInsert(SqlParserPos pos, SqlNodeList with, SqlIdentifier table, SqlIdentifier alias,
            List<Assignment> targets, Overriding overriding, SqlNode source, OnConflict onConflict,
            SqlNodeList returning) {
        super(pos, OPERATOR);
        this.with = with;
        this.table = table;
        this.alias = alias;
        this.targets = List.copyOf(targets);
        this.overriding = overriding;
        this.source = source;
        this.onConflict = onConflict;
        this.returning = returning;
    }

    /** The common table expressions before INSERT, or null; each is a SqlWithItem. */
    public SqlNodeList with() {
        return with;
    }

    /** The same without its common table expressions. */
    public SqlInsert withoutWith() {
        return new SqlInsert(
                getParserPosition(), null, table, alias, targets, overriding, source, onConflict, returning);
    }

    public SqlIdentifier table() {
        return table;
    }

    /** Null when there is none. */
    public SqlIdentifier alias() {
        return alias;
    }

    /** None when they are not given. */
    public List<SqlIdentifier> columns() {
        return targets.stream().map(target -> target.columns().getFirst()).toList();
    }

    /** As {@link #columns}, with what stands in brackets behind them; without values. */
    public List<Assignment> targets() {
        return targets;
    }

    public Overriding overriding() {
        return overriding;
    }

    /**
     * A query, often VALUES in which DEFAULT is a call of Calcite's operator of that name; null for DEFAULT VALUES.
     */
    public SqlNode source() {
        return source;
    }

    /** Null when there is none. */
    public OnConflict onConflict() {
        return onConflict;
    }

    /** The items after RETURNING, as in a select list; or null. */
    public SqlNodeList returning() {
        return returning;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(with, table, alias, source, returning);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.with(with).words("INSERT INTO").node(table).clause("AS", alias);
        if (!targets.isEmpty()) {
            out.inParentheses(() -> out.list(targets, target -> target.unparseTarget(out)));
        }
        out.wordsIf(overriding != Overriding.NOTHING, "OVERRIDING " + overriding + " VALUE")
                .wordsIf(source == null, "DEFAULT VALUES").node(source);
        if (onConflict != null) {
            onConflict.unparse(out);
        }
        out.clause("RETURNING", returning);
    }
}
