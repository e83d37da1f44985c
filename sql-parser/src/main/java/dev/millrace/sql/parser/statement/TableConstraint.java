package dev.millrace.sql.parser.statement;

import java.util.List;

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
        boolean isNoInherit, boolean areNullsEqual, List<SqlIdentifier> include, SqlParserPos pos) {
    /** What is constrained. */
    public enum Kind { PRIMARY_KEY, UNIQUE, CHECK, FOREIGN_KEY }

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
                pos);
    }

    /** A key. */
    public TableConstraint(Kind kind, SqlIdentifier name, List<SqlIdentifier> columns, boolean areNullsEqual,
            List<SqlIdentifier> include, SqlParserPos pos) {
        this(kind, name, columns, null, null, List.of(), ReferenceRules.DEFAULT, false, areNullsEqual, include, pos);
    }

    void unparse(Unparser out) {
        out.clause("CONSTRAINT", name);
        switch (kind) {
            case PRIMARY_KEY -> include(out.words("PRIMARY KEY").nodesInParentheses(columns));
            case UNIQUE -> include(out.words("UNIQUE").wordsIf(areNullsEqual, "NULLS NOT DISTINCT")
                    .nodesInParentheses(columns));
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
