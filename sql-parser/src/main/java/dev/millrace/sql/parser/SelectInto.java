package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.SqlCreateTable;

/**
 * {@code SELECT ... INTO [TEMPORARY] [TABLE] name FROM ...}: CREATE TABLE AS, whose name stands in the midst of the
 * query. It is taken out before the query is read.
 */
final class SelectInto {
    private final boolean isTemporary;
    private final SqlIdentifier name;
    private final Lexeme first;

    private SelectInto(boolean isTemporary, SqlIdentifier name, Lexeme first) {
        this.isTemporary = isTemporary;
        this.name = name;
        this.first = first;
    }

    /** Null when the statement that comes next has no such clause. */
    static SelectInto take(Cursor cursor) {
        Lexeme first = cursor.peek();
        if (!first.is("select") && !first.is("with")) {
            return null;
        }
        List<Lexeme> lexemes = cursor.lexemes();
        int into = into(lexemes, lexemes.indexOf(first));
        if (into < 0) {
            return null;
        }
        int at = into + 1;
        boolean isLocal = lexemes.get(at).is("local");
        at += isLocal ? 1 : 0;
        boolean isTemporary = lexemes.get(at).is("temporary") || lexemes.get(at).is("temp");
        if (isLocal && !isTemporary) {
            throw SqlParseFailure.syntax(cursor.text(), lexemes.get(at));
        }
        at += isTemporary ? 1 : 0;
        at += lexemes.get(at).is("table") ? 1 : 0;
        List<String> names = new ArrayList<>();
        SqlParserPos pos = new SqlParserPos(1, lexemes.get(at).beginColumn, 1, lexemes.get(at).endColumn);
        do {
            at += names.isEmpty() ? 0 : 1;
            Lexeme part = lexemes.get(at++);
            if (part.form != Form.QUOTED_NAME && (part.form != Form.WORD || Keywords.reserved(part.text) >= 0)) {
                throw SqlParseFailure.syntax(cursor.text(), part);
            }
            names.add(part.text);
        } while (lexemes.get(at).isMark("."));
        lexemes.subList(into, at).clear();
        return new SelectInto(isTemporary, new SqlIdentifier(names, pos), first);
    }

    /** Where INTO stands behind the select list of the whole query, or -1. */
    private static int into(List<Lexeme> lexemes, int from) {
        int depth = 0;
        boolean isSelect = false;
        for (int i = from; i < lexemes.size(); i++) {
            Lexeme lexeme = lexemes.get(i);
            if (lexeme.isMark("(")) {
                depth++;
            } else if (lexeme.isMark(")")) {
                depth--;
            } else if (depth == 0 && lexeme.form == Form.WORD) {
                isSelect |= lexeme.is("select");
                if (lexeme.is("from") || lexeme.is("insert") || lexeme.is("merge") || lexeme.is("union")) {
                    return -1;
                }
                if (isSelect && lexeme.is("into")) {
                    return i;
                }
            }
        }
        return -1;
    }

    SqlNode table(Cursor cursor, SqlNode query) {
        return new SqlCreateTable(cursor.positionFrom(first), false, isTemporary, false, false, name, List.of(),
                List.of(), List.of(), List.of(), null, List.of(), null, List.of(), null, query, true);
    }
}
