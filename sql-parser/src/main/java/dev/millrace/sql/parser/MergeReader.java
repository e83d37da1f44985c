package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.sql.parser.statement.Assignment;
import dev.millrace.sql.parser.statement.MergeClause;
import dev.millrace.sql.parser.statement.MergeClause.Action;
import dev.millrace.sql.parser.statement.SqlInsert;
import dev.millrace.sql.parser.statement.SqlMerge;

/** Reads MERGE. */
final class MergeReader {
    private final Cursor cursor;
    private final ModificationReader modifications;

    MergeReader(Cursor cursor, ModificationReader modifications) {
        this.cursor = cursor;
        this.modifications = modifications;
    }

    /** The rest behind the word MERGE. */
    SqlMerge merge(Lexeme first, SqlNodeList with) {
        cursor.expect("into");
        SqlIdentifier table = cursor.onlyName();
        SqlIdentifier alias = modifications.alias("using");
        cursor.expect("using");
        SqlNode source = cursor.from();
        if (source instanceof SqlJoin join && join.getJoinType() == JoinType.COMMA) {
            throw cursor.unexpectedComma(join.getRight());
        }
        cursor.expect("on");
        SqlNode on = cursor.expression();
        List<MergeClause> clauses = new ArrayList<>();
        do {
            clauses.add(clause());
        } while (cursor.at("when"));
        return new SqlMerge(cursor.positionFrom(first), with, table, alias, source, on, clauses);
    }

    private MergeClause clause() {
        Lexeme first = cursor.peek();
        cursor.expect("when");
        boolean isMatched = !cursor.accept("not");
        cursor.expect("matched");
        SqlNode condition = cursor.accept("and") ? cursor.expression() : null;
        cursor.expect("then");
        if (cursor.accept("do")) {
            cursor.expect("nothing");
            return plain(isMatched, condition, Action.NOTHING, List.of(), first);
        }
        if (!isMatched) {
            cursor.expect("insert");
            return insert(condition, first);
        }
        if (cursor.accept("delete")) {
            return plain(true, condition, Action.DELETE, List.of(), first);
        }
        cursor.expect("update", "set");
        return plain(true, condition, Action.UPDATE, modifications.assignments(), first);
    }

    private MergeClause plain(
            boolean isMatched, SqlNode condition, Action action, List<Assignment> assignments, Lexeme first) {
        return new MergeClause(isMatched, condition, action, assignments, List.of(), SqlInsert.Overriding.NOTHING,
                null, cursor.positionFrom(first));
    }

    private MergeClause insert(SqlNode condition, Lexeme first) {
        List<SqlIdentifier> columns = cursor.optionalNames();
        SqlInsert.Overriding overriding = modifications.overriding();
        List<SqlNode> values = null;
        if (!columns.isEmpty() || overriding != SqlInsert.Overriding.NOTHING || !cursor.accept("default", "values")) {
            cursor.expect("values");
            cursor.expectMark("(");
            values = cursor.commaList(cursor::expressionOrDefault);
            cursor.expectMark(")");
        }
        return new MergeClause(false, condition, Action.INSERT, List.of(), columns, overriding, values,
                cursor.positionFrom(first));
    }
}
