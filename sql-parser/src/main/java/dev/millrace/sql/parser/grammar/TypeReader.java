package dev.millrace.sql.parser.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.sql.parser.expression.PostgresTypeName;

/** Reads what may follow the first word of a type: more words, parentheses, brackets. */
final class TypeReader {
    private static final Map<String, String> INTERNAL_NAMES = Map.ofEntries(
            Map.entry("boolean", "bool"),
            Map.entry("smallint", "int2"),
            Map.entry("int", "int4"),
            Map.entry("integer", "int4"),
            Map.entry("bigint", "int8"),
            Map.entry("real", "float4"),
            Map.entry("float", "float8"),
            Map.entry("dec", "numeric"),
            Map.entry("decimal", "numeric"),
            Map.entry("char", "bpchar"),
            Map.entry("character", "bpchar"),
            Map.entry("nchar", "bpchar"));
    private static final Set<String> FIELDS = Set.of("year", "month", "day", "hour", "minute", "second");
    private static final int FLOAT4_DIGITS_MAX = 24;

    private final SqlGrammar grammar;
    private final List<Integer> modifiers = new ArrayList<>();

    private TypeReader(SqlGrammar grammar) {
        this.grammar = grammar;
    }

    static SqlTypeNameSpec read(SqlIdentifier name, SqlGrammar grammar) throws ParseException {
        return new TypeReader(grammar).read(name);
    }

    private SqlTypeNameSpec read(SqlIdentifier written) throws ParseException {
        int last = written.names.size() - 1;
        String word = written.names.get(last);
        boolean builtIn = last == 0 && !written.getComponentParserPosition(0).isQuoted();
        boolean catalog = last == 1 && written.names.get(0).equals("pg_catalog");
        String internal = word;
        String fields = "";
        if (builtIn) {
            internal = readWords(word);
            fields = internal.equals("interval") ? readFields() : "";
        }
        readModifiers();
        if (builtIn) {
            internal = afterModifiers(word, internal);
        }
        int dimensions = readDimensions();
        SqlParserPos pos = written.getParserPosition().plus(grammar.getPos());
        SqlIdentifier name = builtIn || catalog ? new SqlIdentifier(internal, written.getParserPosition()) : written;
        return new PostgresTypeName(name, modifiers, fields, dimensions, pos);
    }

    /** The internal name of a type whose name may go on over several words. */
    private String readWords(String word) throws ParseException {
        return switch (word) {
            case "double" -> accept("precision") ? "float8" : word;
            case "character", "char", "nchar" -> accept("varying") ? "varchar" : "bpchar";
            case "national" -> {
                if (!accept("character") && !accept("char")) {
                    throw unexpected();
                }
                yield accept("varying") ? "varchar" : "bpchar";
            }
            case "bit" -> accept("varying") ? "varbit" : word;
            default -> INTERNAL_NAMES.getOrDefault(word, word);
        };
    }

    private String afterModifiers(String word, String internal) {
        return switch (internal) {
            case "timestamp", "time" -> withTimeZone() ? internal + "tz" : internal;
            case "bpchar", "bit" -> {
                if (modifiers.isEmpty() && !word.equals("bpchar")) {
                    modifiers.add(1);
                }
                yield internal;
            }
            case "float8" -> {
                boolean single = word.equals("float") && !modifiers.isEmpty() && modifiers.get(0) <= FLOAT4_DIGITS_MAX;
                modifiers.clear();
                yield single ? "float4" : internal;
            }
            default -> internal;
        };
    }

    /** Takes {@code WITH TIME ZONE} or {@code WITHOUT TIME ZONE}, if either is next; true for the first. */
    private boolean withTimeZone() {
        boolean with = is(1, "with");
        if (!with && !is(1, "without") || !is(2, "time") || !is(3, "zone")) {
            return false;
        }
        for (int i = 0; i < 3; i++) {
            grammar.getNextToken();
        }
        return with;
    }

    /** The fields of an interval: "day", "day to second". */
    private String readFields() throws ParseException {
        if (!isField(1)) {
            return "";
        }
        String from = grammar.getNextToken().image;
        if (!is(1, "to")) {
            return from;
        }
        grammar.getNextToken();
        if (!isField(1)) {
            throw unexpected();
        }
        return from + " to " + grammar.getNextToken().image;
    }

    /** An interval with the fields, and their digits, that stand behind its text. */
    static PostgresTypeName withFields(PostgresTypeName interval, SqlGrammar grammar) throws ParseException {
        TypeReader reader = new TypeReader(grammar);
        String fields = reader.readFields();
        if (fields.endsWith("second")) {
            reader.readModifiers();
        }
        return new PostgresTypeName(interval.getTypeName(), reader.modifiers, fields, interval.arrayDimensions(),
                interval.getParserPos());
    }

    private boolean isField(int ahead) {
        Token token = grammar.getToken(ahead);
        return token.kind == SqlGrammarConstants.IDENTIFIER && FIELDS.contains(token.image);
    }

    private void readModifiers() throws ParseException {
        if (grammar.getToken(1).kind != SqlGrammarConstants.LPAREN) {
            return;
        }
        do {
            grammar.getNextToken();
            boolean minus = grammar.getToken(1).kind == SqlGrammarConstants.MINUS;
            if (minus) {
                grammar.getNextToken();
            }
            modifiers.add(minus ? -readInteger() : readInteger());
        } while (grammar.getToken(1).kind == SqlGrammarConstants.COMMA);
        expect(SqlGrammarConstants.RPAREN);
    }

    private int readInteger() throws ParseException {
        Token token = grammar.getToken(1);
        if (token.kind != SqlGrammarConstants.UNSIGNED_INTEGER_LITERAL || token.image.length() > 9) {
            throw unexpected();
        }
        grammar.getNextToken();
        return Integer.parseInt(token.image);
    }

    /** {@code [] [3]} and {@code ARRAY [3]}; as in PostgreSQL a given length means nothing. */
    private int readDimensions() throws ParseException {
        int dimensions = 0;
        if (grammar.getToken(1).kind == SqlGrammarConstants.ARRAY) {
            grammar.getNextToken();
            dimensions = 1;
            if (grammar.getToken(1).kind == SqlGrammarConstants.LBRACKET) {
                readBrackets();
            }
            return dimensions;
        }
        while (grammar.getToken(1).kind == SqlGrammarConstants.LBRACKET) {
            readBrackets();
            dimensions++;
        }
        return dimensions;
    }

    private void readBrackets() throws ParseException {
        grammar.getNextToken();
        if (grammar.getToken(1).kind != SqlGrammarConstants.RBRACKET) {
            readInteger();
        }
        expect(SqlGrammarConstants.RBRACKET);
    }

    private boolean accept(String word) {
        boolean accepted = is(1, word);
        if (accepted) {
            grammar.getNextToken();
        }
        return accepted;
    }

    private boolean is(int ahead, String word) {
        Token token = grammar.getToken(ahead);
        return token.image.equals(word) && token.kind != SqlGrammarConstants.QUOTED_IDENTIFIER;
    }

    private void expect(int kind) throws ParseException {
        if (grammar.getToken(1).kind != kind) {
            throw unexpected();
        }
        grammar.getNextToken();
    }

    /** Says that the next token cannot stand here; which one that is can be seen from the grammar. */
    private static ParseException unexpected() {
        return new ParseException("unexpected token");
    }
}
