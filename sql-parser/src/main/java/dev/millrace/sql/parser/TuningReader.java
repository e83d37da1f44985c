package dev.millrace.sql.parser;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.Tuning;

/** Reads what ALTER says of how an object is to be stored; null where the words are about something else. */
final class TuningReader {
    private static final List<String> SETTINGS = List.of("statistics", "storage", "compression");

    private final Cursor cursor;

    TuningReader(Cursor cursor) {
        this.cursor = cursor;
    }

    AlterChange change() {
        boolean isLogged = cursor.accept("set", "logged");
        if (isLogged || cursor.accept("set", "unlogged")) {
            return new AlterChange.Tune(new Tuning.Logged(isLogged));
        }
        if (cursor.accept("set", "without", "cluster")) {
            return new AlterChange.Tune(new Tuning.Clustered(null));
        }
        if (cursor.accept("set", "without", "oids")) {
            return new AlterChange.SetOptions(List.of());
        }
        if (cursor.accept("cluster", "on")) {
            return new AlterChange.Tune(new Tuning.Clustered(cursor.name()));
        }
        if (cursor.accept("replica", "identity")) {
            return new AlterChange.Tune(replicaIdentity());
        }
        boolean isNumbered = cursor.at("alter") && cursor.peek(cursor.peek(2).is("column") ? 3 : 2).form
                == Lexeme.Form.NUMBER;
        if (!isNumbered) {
            return null;
        }
        cursor.expect("alter");
        cursor.accept("column");
        Lexeme number = cursor.take();
        AlterChange change = column(new SqlIdentifier(number.image, cursor.positionFrom(number)));
        if (change == null) {
            throw cursor.unexpected();
        }
        return change;
    }

    private Tuning replicaIdentity() {
        if (cursor.accept("using", "index")) {
            return new Tuning.ReplicaIdentity("index", cursor.name());
        }
        for (String kind : List.of("default", "full", "nothing")) {
            if (cursor.accept(kind)) {
                return new Tuning.ReplicaIdentity(kind, null);
            }
        }
        throw cursor.unexpected();
    }

    /** What follows {@code ALTER COLUMN name}. */
    AlterChange column(SqlIdentifier column) {
        for (String setting : SETTINGS) {
            if (cursor.accept("set", setting)) {
                boolean isNegative = cursor.acceptMark("-");
                String value = (isNegative ? "-" : "") + cursor.take().text;
                return new AlterChange.Tune(new Tuning.Column(column, setting, value));
            }
        }
        boolean isReset = cursor.at("reset") && cursor.peek(2).isMark("(");
        if (!isReset && !(cursor.at("set") && cursor.peek(2).isMark("("))) {
            return null;
        }
        cursor.take();
        return new AlterChange.Tune(
                new Tuning.ColumnOptions(column, new OptionReader(cursor).options(), isReset));
    }
}
