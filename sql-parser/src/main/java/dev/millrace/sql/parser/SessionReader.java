package dev.millrace.sql.parser;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.ObjectKind;
import dev.millrace.sql.parser.statement.RoutineSetting;
import dev.millrace.sql.parser.statement.SqlDiscard;
import dev.millrace.sql.parser.statement.SqlListen;
import dev.millrace.sql.parser.statement.SqlNotify;
import dev.millrace.sql.parser.statement.SqlReset;
import dev.millrace.sql.parser.statement.SqlSet;
import dev.millrace.sql.parser.statement.SqlSetConstraints;
import dev.millrace.sql.parser.statement.SqlSetTransaction;
import dev.millrace.sql.parser.statement.SqlShow;
import dev.millrace.sql.parser.statement.SqlShow.Subject;
import dev.millrace.sql.parser.statement.SqlShowCreate;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.SqlUnlisten;

/** Reads statements about the session: its settings, what it shows, what it listens to. */
final class SessionReader {
    private final Cursor cursor;

    SessionReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Behind SET CONSTRAINTS. */
    private SqlStatement constraints(Lexeme first) {
        List<SqlIdentifier> names = cursor.accept("all") ? List.of() : cursor.qualifiedNames();
        boolean deferred = cursor.accept("deferred");
        if (!deferred) {
            cursor.expect("immediate");
        }
        return new SqlSetConstraints(cursor.positionFrom(first), names, deferred);
    }

    SqlStatement statement() {
        Lexeme first = cursor.take();
        return switch (first.text) {
            case "set" -> set(first);
            case "show" -> show(first);
            case "reset" -> reset(first);
            case "discard" -> discard(first);
            case "listen" -> {
                SqlIdentifier channel = cursor.qualifiedName();
                yield new SqlListen(cursor.positionFrom(first), channel);
            }
            case "unlisten" -> unlisten(first);
            default -> notify(first);
        };
    }

    /** SET or RESET of what sessions begin with. @param isCurrent SET name FROM CURRENT, of which the name is told */
    SqlStatement kept(boolean isCurrent) {
        Lexeme first = cursor.take();
        if (isCurrent) {
            String name = settingName();
            cursor.expect("from", "current");
            return new SqlReset(cursor.positionFrom(first), name);
        }
        if (first.is("reset")) {
            return reset(first);
        }
        if (cursor.accept("local") || cursor.at("session") && !cursor.peek(2).is("authorization")) {
            throw cursor.unexpected();
        }
        SqlStatement set = set(first);
        if (!(set instanceof SqlSet)) {
            throw cursor.unsupported("keeping more than a value", first);
        }
        return set;
    }

    private SqlStatement set(Lexeme first) {
        if (cursor.accept("session", "characteristics", "as", "transaction")) {
            return new SqlSetTransaction(cursor.positionFrom(first), true, new TransactionReader(cursor).modes());
        }
        if (cursor.at("constraints") && !cursor.peek(2).isMark("=") && !cursor.peek(2).is("to")) {
            cursor.take();
            return constraints(first);
        }
        boolean local = cursor.accept("local");
        if (!local && !cursor.peek(2).isMark("=") && !cursor.peek(2).is("to")) {
            cursor.accept("session");
        }
        if (cursor.at("transaction") && !cursor.peek(2).isMark("=") && !cursor.peek(2).is("to")) {
            cursor.take();
            return new SqlSetTransaction(cursor.positionFrom(first), false, new TransactionReader(cursor).modes());
        }
        String name = specialName();
        if (name.isEmpty()) {
            name = settingName();
            if (!cursor.acceptMark("=")) {
                cursor.expect("to");
            }
        }
        return new SqlSet(cursor.positionFrom(first), local, name, values(name));
    }

    private List<String> values(String name) {
        return cursor.accept("default") || name.equals("timezone") && cursor.accept("local")
                ? List.of()
                : name.equals("timezone") && cursor.accept("interval")
                ? List.of(interval())
                : cursor.commaList(this::value);
    }

    /** What a routine's definition says of a setting, behind SET. */
    RoutineSetting ofRoutine() {
        String special = specialName();
        String name = special.isEmpty() ? settingName() : special;
        if (cursor.accept("from", "current")) {
            return new RoutineSetting(name, List.of(), true);
        }
        if (special.isEmpty() && !cursor.acceptMark("=")) {
            cursor.expect("to");
        }
        return new RoutineSetting(name, values(name), false);
    }

    /** What it says no longer, behind RESET. */
    RoutineSetting resetOfRoutine() {
        String special = specialName();
        return new RoutineSetting(special.isEmpty() ? settingName() : special, List.of(), false);
    }

    /** Settings that have words of their own and no sign before the value; empty when none of them comes next. */
    private String specialName() {
        if (cursor.accept("time", "zone")) {
            return "timezone";
        }
        if (cursor.accept("session", "authorization") || cursor.accept("authorization")) {
            return "session_authorization";
        }
        boolean plain = cursor.peek(2).isMark("=") || cursor.peek(2).is("to");
        if (!plain && cursor.accept("names")) {
            return "client_encoding";
        }
        if (!plain && cursor.accept("schema")) {
            return "search_path";
        }
        if (!plain && cursor.accept("role")) {
            return "role";
        }
        return "";
    }

    private String settingName() {
        StringBuilder name = new StringBuilder(cursor.label().toLowerCase(Locale.ROOT));
        while (cursor.acceptMark(".")) {
            name.append('.').append(cursor.label().toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    /** Of a time zone: hours, and minutes. */
    private String interval() {
        String length = "INTERVAL '" + cursor.string() + "'";
        if (cursor.accept("hour") && cursor.accept("to")) {
            cursor.expect("minute");
        }
        return length;
    }

    private String value() {
        cursor.skipMarker();
        Lexeme lexeme = cursor.peek();
        boolean minus = lexeme.isMark("-");
        if (minus || lexeme.isMark("+")) {
            cursor.take();
            lexeme = cursor.peek();
            if (lexeme.form != Form.NUMBER) {
                throw cursor.unexpected();
            }
        }
        return switch (lexeme.form) {
            case NUMBER -> (minus ? "-" : "") + cursor.take().image;
            case STRING, WORD, QUOTED_NAME -> cursor.take().text;
            case PARAMETER, OPERATOR, MARK, END -> throw cursor.unexpected();
        };
    }

    private SqlStatement show(Lexeme first) {
        if (cursor.accept("create")) {
            Lexeme word = cursor.peek();
            boolean alone = cursor.peek(2).form == Form.END || cursor.peek(2).isMark(".") || cursor.peek(2).isMark(";");
            ObjectKind kind = alone && !word.is("materialized") ? null : ChangeReader.optionalKind(cursor);
            SqlIdentifier name = cursor.qualifiedName();
            return new SqlShowCreate(cursor.positionFrom(first), kind, name);
        }
        Subject subject = subject();
        String name = "";
        SqlIdentifier from = null;
        String like = null;
        if (subject == Subject.PARAMETER) {
            name = cursor.accept("time", "zone") ? "timezone" : cursor.accept("transaction", "isolation", "level")
                    ? "transaction_isolation" : cursor.accept("session", "authorization")
                    ? "session_authorization" : settingName();
        } else if (subject == Subject.ERRORS) {
            from = cursor.accept("for") ? cursor.qualifiedName() : null;
        } else if (subject != Subject.ALL) {
            if (cursor.accept("from") || cursor.accept("in")) {
                from = cursor.qualifiedName();
            }
            like = cursor.accept("like") ? cursor.string() : null;
        }
        return new SqlShow(cursor.positionFrom(first), subject, name, from, like);
    }

    private Subject subject() {
        if (cursor.accept("materialized", "views")) {
            return Subject.MATERIALIZED_VIEWS;
        }
        for (Subject subject : Subject.values()) {
            boolean listed = subject != Subject.PARAMETER && subject != Subject.MATERIALIZED_VIEWS;
            if (listed && cursor.accept(subject.name().toLowerCase(Locale.ROOT))) {
                return subject;
            }
        }
        return Subject.PARAMETER;
    }

    private SqlStatement reset(Lexeme first) {
        String name = cursor.accept("time", "zone") ? "timezone" : cursor.accept("transaction", "isolation", "level")
                ? "transaction_isolation" : cursor.accept("session", "authorization")
                ? "session_authorization" : settingName();
        return new SqlReset(cursor.positionFrom(first), name);
    }

    private SqlStatement discard(Lexeme first) {
        if (cursor.accept("temp")) {
            return new SqlDiscard(cursor.positionFrom(first), SqlDiscard.What.TEMPORARY);
        }
        for (SqlDiscard.What what : SqlDiscard.What.values()) {
            if (cursor.accept(what.name().toLowerCase(Locale.ROOT))) {
                return new SqlDiscard(cursor.positionFrom(first), what);
            }
        }
        throw cursor.unexpected();
    }

    private SqlStatement unlisten(Lexeme first) {
        SqlIdentifier channel = cursor.acceptMark("*") ? null : cursor.qualifiedName();
        return new SqlUnlisten(cursor.positionFrom(first), channel);
    }

    private SqlStatement notify(Lexeme first) {
        SqlIdentifier channel = cursor.name();
        String payload = cursor.acceptMark(",") ? cursor.string() : "";
        return new SqlNotify(cursor.positionFrom(first), channel, payload);
    }
}
