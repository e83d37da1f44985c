package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.statement.RoutineParameter;
import dev.millrace.sql.parser.statement.RoutineParameter.Mode;
import dev.millrace.sql.parser.statement.RoutineSetting;
import dev.millrace.sql.parser.statement.SqlAlterFunction;
import dev.millrace.sql.parser.statement.SqlCreateFunction;
import dev.millrace.sql.parser.statement.SqlDropFunction;
import dev.millrace.sql.parser.statement.SqlOwnFunction;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Reads CREATE FUNCTION and DROP FUNCTION, from behind these words. */
final class FunctionReader {

    /** Second words of types whose first word is no name of a parameter. */
    private static final Set<String> SECOND_WORDS = Set.of("precision", "varying", "with", "without");

    private final Cursor cursor;
    private final List<RoutineParameter> parameters = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();
    private final List<RoutineSetting> settings = new ArrayList<>();
    private SqlDataTypeSpec result;
    private boolean isSet;
    private String body;
    private int tables;

    FunctionReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** @param isProcedure whether it is one, which returns nothing but what its parameters say */
    SqlStatement create(Lexeme first, boolean replace, boolean isProcedure) {
        if (isProcedure) {
            option("procedure", "true");
        }
        SqlIdentifier name = cursor.qualifiedName();
        parameters.addAll(parameters());
        if (tables > 0) {
            option("tables", Integer.toString(tables));
        }
        while (!cursor.atEnd() && !cursor.atMark(";")) {
            if (!clause()) {
                throw cursor.unexpected();
            }
            if (options.containsKey("standard")) {
                // Nothing may stand behind a body that is no string.
                break;
            }
        }
        return new SqlCreateFunction(
                cursor.positionFrom(first), replace, name, parameters, result, isSet, body, options, settings);
    }

    /** @param kind {@code function}, {@code procedure}, or {@code routine} for either */
    SqlStatement drop(Lexeme first, String kind) {
        boolean ifExists = cursor.accept("if", "exists");
        List<SqlDropFunction.Target> targets = cursor.commaList(this::target);
        boolean cascade = cursor.accept("cascade");
        if (!cascade) {
            cursor.accept("restrict");
        }
        return new SqlDropFunction(cursor.positionFrom(first), kind, ifExists, targets, cascade);
    }

    /** ALTER of a function or procedure, whose kind is taken. */
    SqlStatement alter(Lexeme first, String kind) {
        SqlDropFunction.Target target = target();
        if (cursor.accept("owner", "to")) {
            return new SqlOwnFunction(cursor.positionFrom(first), kind, target, new AccessReader(cursor).role());
        }
        String newName = cursor.accept("rename", "to") ? cursor.label() : null;
        String schema = newName == null && cursor.accept("set", "schema") ? cursor.label() : null;
        if (newName == null && schema == null) {
            attributes(kind);
        }
        return new SqlAlterFunction(cursor.positionFrom(first), kind, target, newName, schema, options, settings);
    }

    private void attributes(String kind) {
        do {
            if (cursor.accept("reset")) {
                settings.add(new SessionReader(cursor).resetOfRoutine());
                continue;
            }
            if (cursor.at("depends") || cursor.at("no")) {
                throw cursor.unsupported(
                        "ALTER " + kind.toUpperCase(Locale.ROOT) + " ... "
                                + cursor.peek().text.toUpperCase(Locale.ROOT) + " is not supported",
                        cursor.peek());
            }
            if (!attribute()) {
                throw cursor.unexpected();
            }
        } while (!cursor.accept("restrict") && !cursor.atEnd() && !cursor.atMark(";"));
    }

    /** A function by its name, and its types where they are given. */
    SqlDropFunction.Target target() {
        SqlIdentifier name = cursor.qualifiedName();
        return new SqlDropFunction.Target(name, cursor.atMark("(") ? parameters() : null);
    }

    private List<RoutineParameter> parameters() {
        cursor.expectMark("(");
        boolean isNothing = cursor.acceptMark("*") || cursor.atMark(")");
        List<RoutineParameter> all = isNothing ? List.of() : new ArrayList<>(cursor.commaList(this::parameter));
        if (cursor.accept("order", "by")) {
            // What is ordered within a group; one behind the last of the others that is VARIADIC is that.
            all.addAll(cursor.commaList(this::parameter));
        }
        cursor.expectMark(")");
        return all.stream().filter(Objects::nonNull).toList();
    }

    private Mode mode() {
        // A word of these may also be the name of a type, where nothing but the end of the parameter follows.
        for (Mode mode : List.of(Mode.INOUT, Mode.IN, Mode.OUT, Mode.VARIADIC)) {
            String word = mode.name().toLowerCase(Locale.ROOT);
            if (cursor.at(word) && !cursor.peek(2).isMark(",") && !cursor.peek(2).isMark(")")) {
                cursor.take();
                return mode == Mode.IN && cursor.accept("out") ? Mode.INOUT : mode;
            }
        }
        return Mode.IN;
    }

    /** Null for a table, which is only counted. */
    RoutineParameter parameter() {
        Lexeme first = cursor.peek();
        if (cursor.accept("table")) {
            tables++;
            return null;
        }
        Mode mode = mode();
        String name = atName() ? cursor.label() : null;
        if (name != null && mode == Mode.IN && first == cursor.peek(0)) {
            // PostgreSQL takes the name before the mode, too.
            mode = mode();
        }
        SqlDataTypeSpec type = cursor.type();
        String defaultText = null;
        if (cursor.accept("default") || cursor.acceptMark("=") || cursor.acceptMark("=>")) {
            Lexeme start = cursor.peek();
            cursor.expression();
            defaultText = cursor.textFrom(start);
        }
        return new RoutineParameter(mode, name, type, defaultText, cursor.positionFrom(first));
    }

    /** Whether a name comes next, and its type behind it. */
    private boolean atName() {
        Lexeme next = cursor.peek(2);
        boolean isWord = next.form == Lexeme.Form.WORD || next.form == Lexeme.Form.QUOTED_NAME;
        return isWord && !next.is("default") && !next.is("order") && !SECOND_WORDS.contains(next.text);
    }

    /** What can be said of a function once more when it is there. */
    private boolean attribute() {
        if (cursor.accept("returns", "null", "on", "null", "input") || cursor.accept("strict")) {
            return option("strict", "true");
        }
        if (cursor.accept("called", "on", "null", "input")) {
            return option("strict", "false");
        }
        for (String volatility : List.of("immutable", "stable", "volatile")) {
            if (cursor.accept(volatility)) {
                return option("volatility", volatility);
            }
        }
        boolean isExternal = cursor.accept("external");
        for (String rights : List.of("invoker", "definer")) {
            if (cursor.accept("security", rights)) {
                return option("security", rights);
            }
        }
        if (isExternal) {
            throw cursor.unexpected();
        }
        if (cursor.accept("set")) {
            return settings.add(new SessionReader(cursor).ofRoutine());
        }
        return ignored();
    }

    private boolean clause() {
        if (attribute()) {
            return true;
        }
        if (cursor.accept("returns")) {
            return returns();
        }
        if (cursor.accept("language")) {
            boolean isQuoted = cursor.peek().form == Lexeme.Form.STRING || cursor.peek(2).form == Lexeme.Form.STRING
                    && cursor.peek().form != Lexeme.Form.WORD && cursor.peek().form != Lexeme.Form.QUOTED_NAME;
            String language = isQuoted ? cursor.string() : cursor.label();
            return option("language", language.toLowerCase(Locale.ROOT));
        }
        if (cursor.accept("as")) {
            body = cursor.string();
            return !cursor.acceptMark(",") || option("symbol", cursor.string());
        }
        if (cursor.accept("return")) {
            Lexeme start = cursor.peek();
            cursor.expression();
            body = "SELECT " + cursor.textFrom(start);
            return option("standard", "true");
        }
        return cursor.accept("begin", "atomic") && atomic();
    }

    /** Statements up to the END that no CASE has. */
    private boolean atomic() {
        Lexeme start = cursor.peek();
        int depth = 1;
        while (true) {
            if (cursor.atEnd()) {
                throw cursor.unexpected();
            }
            depth += cursor.at("case") ? 1 : cursor.at("end") ? -1 : 0;
            if (depth == 0) {
                break;
            }
            cursor.take();
        }
        body = cursor.peek() == start ? "" : cursor.textFrom(start);
        cursor.take();
        return option("standard", "true");
    }

    /** What only says how PostgreSQL should plan and run the function. */
    private boolean ignored() {
        if (cursor.accept("leakproof") || cursor.accept("not", "leakproof") || cursor.accept("window")) {
            return true;
        }
        if (cursor.accept("parallel")) {
            cursor.label();
            return true;
        }
        if (cursor.accept("cost") || cursor.accept("rows")) {
            cursor.take();
            return true;
        }
        if (cursor.at("transform") || cursor.at("support")) {
            throw cursor.unsupported(
                    "CREATE FUNCTION ... " + cursor.peek().text.toUpperCase(Locale.ROOT) + " is not supported",
                    cursor.peek());
        }
        return false;
    }

    private boolean option(String name, String value) {
        if (options.putIfAbsent(name, value) != null) {
            throw cursor.unexpected();
        }
        return true;
    }

    private boolean returns() {
        if (cursor.accept("table")) {
            isSet = true;
            cursor.expectMark("(");
            parameters.addAll(cursor.commaList(() -> {
                Lexeme first = cursor.peek();
                String name = cursor.label();
                return new RoutineParameter(Mode.TABLE, name, cursor.type(), null, cursor.positionFrom(first));
            }));
            cursor.expectMark(")");
            return true;
        }
        isSet = cursor.accept("setof");
        result = cursor.type();
        return true;
    }
}
