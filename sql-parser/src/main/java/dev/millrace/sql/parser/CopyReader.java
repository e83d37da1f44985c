package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.SqlCopy;
import dev.millrace.sql.parser.statement.StatementOption;

/** Reads COPY, with its options in parentheses or in the order that PostgreSQL had before 9.0. */
final class CopyReader {
    private final Cursor cursor;
    private final StatementReader statements;

    CopyReader(Cursor cursor, StatementReader statements) {
        this.cursor = cursor;
        this.statements = statements;
    }

    SqlCopy statement() {
        Lexeme first = cursor.take();
        SqlIdentifier table = null;
        SqlNode query = null;
        List<SqlIdentifier> columns = List.of();
        if (cursor.acceptMark("(")) {
            query = statements.statement();
            cursor.expectMark(")");
        } else {
            table = cursor.qualifiedName();
            columns = cursor.optionalNames();
        }
        boolean isFrom = query == null && cursor.accept("from");
        if (!isFrom) {
            cursor.expect("to");
        }
        String file = null;
        cursor.skipMarker(); // PROGRAM and a string look like a typed literal
        if (cursor.at("program") && cursor.peek(2).form == Form.STRING) {
            throw cursor.unsupported("COPY with a program of the server is not supported", cursor.peek());
        }
        if (cursor.peek().form == Form.STRING) {
            file = cursor.string();
        } else {
            if (!cursor.accept("stdin")) { // as in PostgreSQL, either word stands for the client
                cursor.expect("stdout");
            }
        }
        List<StatementOption> options = options();
        SqlNode where = isFrom && cursor.accept("where") ? cursor.expression() : null;
        return new SqlCopy(cursor.positionFrom(first), table, columns, query, isFrom, file, options, where);
    }

    private List<StatementOption> options() {
        cursor.accept("with");
        return cursor.atMark("(") ? new OptionReader(cursor).plainOptions() : oldOptions();
    }

    private List<StatementOption> oldOptions() {
        List<StatementOption> options = new ArrayList<>();
        while (true) {
            cursor.skipMarker();
            Lexeme first = cursor.peek();
            if (cursor.accept("csv") || cursor.accept("binary")) {
                options.add(new StatementOption("format", first.text, StatementOption.Form.WORD,
                        cursor.positionFrom(first)));
            } else if (cursor.accept("header") || cursor.accept("freeze")) {
                options.add(new StatementOption(first.text, "", StatementOption.Form.NONE, cursor.positionFrom(first)));
            } else if (cursor.accept("delimiter") || cursor.accept("null") || cursor.accept("quote")
                    || cursor.accept("escape") || cursor.accept("encoding")) {
                cursor.accept("as");
                options.add(new StatementOption(first.text, cursor.string(), StatementOption.Form.STRING,
                        cursor.positionFrom(first)));
            } else if (cursor.accept("force", "quote")) {
                options.add(forced("force_quote", first));
            } else if (cursor.accept("force", "not", "null")) {
                options.add(forced("force_not_null", first));
            } else if (cursor.accept("force", "null")) {
                options.add(forced("force_null", first));
            } else {
                return options;
            }
        }
    }

    private StatementOption forced(String key, Lexeme first) {
        String columns = cursor.acceptMark("*") ? "*" : String.join(",", cursor.commaList(cursor::label));
        return new StatementOption(key, columns, StatementOption.Form.WORD, cursor.positionFrom(first));
    }
}
