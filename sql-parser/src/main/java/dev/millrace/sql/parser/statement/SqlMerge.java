package dev.millrace.sql.parser.statement;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code [WITH ...] MERGE INTO table [AS alias] USING source ON condition WHEN ... THEN ...}. */
public final class SqlMerge extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("MERGE", SqlKind.MERGE);

    private final SqlNodeList with;
    private final SqlIdentifier table;
    private final SqlIdentifier alias;
    private final SqlNode source;
    private final SqlNode on;
    private final List<MergeClause> clauses;

    public SqlMerge(SqlParserPos pos, SqlNodeList with, SqlIdentifier table, SqlIdentifier alias, SqlNode source,
            SqlNode on, List<MergeClause> clauses) {
        super(pos, OPERATOR);
        this.with = with;
        this.table = table;
        this.alias = alias;
        this.source = source;
        this.on = on;
        this.clauses = List.copyOf(clauses);
    }

    /** The common table expressions before MERGE, or null; each is a SqlWithItem. */
    public SqlNodeList with() {
        return with;
    }

    /** The same without its common table expressions. */
    public SqlMerge withoutWith() {
        return new SqlMerge(getParserPosition(), null, table, alias, source, on, clauses);
    }

    public SqlIdentifier table() {
        return table;
    }

    /** Null when there is none. */
    public SqlIdentifier alias() {
        return alias;
    }

    /** An item of FROM. */
    public SqlNode source() {
        return source;
    }

    public SqlNode on() {
        return on;
    }

    /** At least one, in the order in which they are tried. */
    public List<MergeClause> clauses() {
        return clauses;
    }

    @Override
    public List<SqlNode> getOperandList() {
        List<SqlNode> all = new ArrayList<>(present(with, table, alias, source, on));
        for (MergeClause clause : clauses) {
            all.addAll(present(clause.condition()));
            clause.assignments().forEach(assignment -> all.add(assignment.value()));
            all.addAll(clause.values() == null ? List.of() : clause.values());
        }
        return all;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.with(with).words("MERGE INTO").node(table).clause("AS", alias).relations("USING", source).clause("ON", on);
        clauses.forEach(clause -> clause.unparse(out));
    }
}
