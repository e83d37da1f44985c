package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.sql.parser.SqlParseFailure.Kind;
import dev.millrace.sql.parser.statement.SqlSubscribe;
import dev.millrace.sql.parser.statement.StatementOption;

/** Reads SUBSCRIBE. */
final class SubscribeReader {
    private final Cursor cursor;

    SubscribeReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SqlSubscribe statement() {
        Lexeme first = cursor.take();
        cursor.accept("to");
        SqlIdentifier name = null;
        SqlNode query = null;
        if (cursor.acceptMark("(")) {
            query = cursor.query();
            cursor.expectMark(")");
        } else {
            name = cursor.qualifiedName();
        }
        SqlNode asOf = asOf();
        List<SqlIdentifier> key = new ArrayList<>();
        SqlSubscribe.Envelope envelope = envelope(key);
        Lexeme with = cursor.peek();
        List<StatementOption> options = cursor.at("with") ? options() : List.of();
        asOf = asOf == null ? asOf() : asOf;
        boolean snapshot = true;
        boolean progress = false;
        for (StatementOption option : options) {
            switch (option.key()) {
                case "snapshot" -> snapshot = option.isOn();
                case "progress" -> progress = option.isOn();
                default -> throw SqlParseFailure.at(Kind.SYNTAX_ERROR,
                        "unrecognized SUBSCRIBE option \"" + option.key() + "\"", cursor.text(), with.start)
                        .withHint("The options are SNAPSHOT and PROGRESS.");
            }
        }
        return new SqlSubscribe(cursor.positionFrom(first), name, query, snapshot, progress, options, asOf, envelope,
                key);
    }

    private SqlSubscribe.Envelope envelope(List<SqlIdentifier> key) {
        if (!cursor.accept("envelope")) {
            return null;
        }
        SqlSubscribe.Envelope envelope = SqlSubscribe.Envelope.UPSERT;
        if (!cursor.accept("upsert")) {
            cursor.expect("debezium");
            envelope = SqlSubscribe.Envelope.DEBEZIUM;
        }
        if (cursor.acceptMark("(")) {
            cursor.expect("key");
            key.addAll(cursor.namesInParentheses());
            cursor.expectMark(")");
        }
        return envelope;
    }

    private List<StatementOption> options() {
        cursor.expect("with");
        return new OptionReader(cursor).plainOptions();
    }

    private SqlNode asOf() {
        return cursor.accept("as", "of") ? cursor.expression() : null;
    }
}
