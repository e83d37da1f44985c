package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.stream.IntStream;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A constraint of a table, whether it was written beside a column or by itself.
 *
 * @param name the name after CONSTRAINT, or null
 * @param columns the constrained columns; none for CHECK
 * @param check the condition of CHECK, else null
 * @param referencedTable the table after REFERENCES, else null
 * @param referencedColumns the columns after it; none when it was not said
 * @param rules what stands behind these
 * @param areNullsEqual NULLS NOT DISTINCT
 * @param include the columns that the index has beside those of the key
 * @param isNoInherit whether tables that inherit from this one are without it
 */
public record TableConstraint(Kind kind, SqlIdentifier name, List<SqlIdentifier> columns, SqlNode check,
        SqlIdentifier referencedTable, List<SqlIdentifier> referencedColumns, ReferenceRules rules,
        boolean isNoInherit, boolean areNullsEqual, List<SqlIdentifier> include, Exclusion exclusion,
        SqlParserPos pos) {
    /** What is constrained. */
    public enum Kind { PRIMARY_KEY, UNIQUE, CHECK, FOREIGN_KEY, EXCLUSION }

    /**
     * What EXCLUDE says beside the columns and the condition of WHERE, which is {@code check}.
     *
     * @param operators one for each column: no two rows may be so in all of them
     */
    public record Exclusion(String method, List<String> operators) {
        public Exclusion {
            operators = List.copyOf(operators);
        }
    }

    /** One that refers to no other table. */
    public TableConstraint(Kind kind, SqlIdentifier name, List<SqlIdentifier> columns, SqlNode check,
            SqlIdentifier referencedTable, List<SqlIdentifier> referencedColumns, SqlParserPos pos) {
        this(kind, name, columns, check, referencedTable, referencedColumns, ReferenceRules.DEFAULT, pos);
    }

    public TableConstraint(Kind kind, SqlIdentifier name, List<SqlIdentifier> columns, SqlNode check,
            SqlIdentifier referencedTable, List<SqlIdentifier> referencedColumns, ReferenceRules rules,
            SqlParserPos pos) {
        this(kind, name, columns, check, referencedTable, referencedColumns, rules, false, pos);
    }

    public TableConstraint {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
        include = List.copyOf(include);
    }

    public TableConstraint(Kind kind, SqlIdentifier name, List<SqlIdentifier> columns, SqlNode check,
            SqlIdentifier referencedTable, List<SqlIdentifier> referencedColumns, ReferenceRules rules,
            boolean isNoInherit, SqlParserPos pos) {
        this(kind, name, columns, check, referencedTable, referencedColumns, rules, isNoInherit, false, List.of(),
                null, pos);
    }

    /** A key. */
    public TableConstraint(Kind kind, SqlIdentifier name, List<SqlIdentifier> columns, boolean areNullsEqual,
            List<SqlIdentifier> include, ReferenceRules rules, SqlParserPos pos) {
        this(kind, name, columns, null, null, List.of(), rules, false, areNullsEqual, include, null, pos);
    }

    /** EXCLUDE. @param where null for all rows */
    public TableConstraint(SqlIdentifier name, List<SqlIdentifier> columns, Exclusion exclusion, SqlNode where,
            ReferenceRules rules, SqlParserPos pos) {
        this(Kind.EXCLUSION, name, columns, where, null, List.of(), rules, false, false, List.of(), exclusion, pos);
    }

    void unparse(Unparser out) {
        out.clause("CONSTRAINT", name);
        switch (kind) {
            case PRIMARY_KEY -> {
                include(out.words("PRIMARY KEY").nodesInParentheses(columns));
                rules.unparse(out);
            }
            case UNIQUE -> {
                include(out.words("UNIQUE").wordsIf(areNullsEqual, "NULLS NOT DISTINCT").nodesInParentheses(columns));
                rules.unparse(out);
            }
            case EXCLUSION -> {
                out.words("EXCLUDE USING " + exclusion.method()).inParentheses(() -> out.list(
                        IntStream.range(0, columns.size()).boxed().toList(),
                        i -> out.node(columns.get(i)).words("WITH " + exclusion.operators().get(i))));
                if (check != null) {
                    out.words("WHERE").inParentheses(() -> out.node(check));
                }
                rules.unparse(out);
            }
            case CHECK -> out.words("CHECK").inParentheses(() -> out.node(check))
                    .wordsIf(isNoInherit, "NO INHERIT");
            case FOREIGN_KEY -> {
                out.words("FOREIGN KEY").nodesInParentheses(columns)
                        .clause("REFERENCES", referencedTable).nodesInParentheses(referencedColumns);
                rules.unparse(out);
            }
        }
    }

    private void include(Unparser out) {
        if (!include.isEmpty()) {
            out.words("INCLUDE").nodesInParentheses(include);
        }
    }
}
