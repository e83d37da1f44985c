package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.sql.parser.statement.RoutineParameter;
import dev.millrace.sql.parser.statement.SqlCreateAggregate;
import dev.millrace.sql.parser.statement.SqlCreateAggregate.Attribute;
import dev.millrace.sql.parser.statement.SqlStatement;

/** Reads CREATE AGGREGATE, from behind these words: also as it was written before parameters had a list. */
final class AggregateReader {

    private static final Set<String> TYPES = Set.of("stype", "stype1", "mstype", "basetype");
    private static final Set<String> FUNCTIONS = Set.of(
            "sfunc", "sfunc1", "finalfunc", "combinefunc", "serialfunc", "deserialfunc", "msfunc", "minvfunc",
            "mfinalfunc");

    private final Cursor cursor;

    AggregateReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SqlStatement create(Lexeme first, boolean replace) {
        SqlIdentifier name = cursor.qualifiedName();
        cursor.expectMark("(");
        List<RoutineParameter> parameters = null;
        if (!isAttribute()) {
            parameters = parameters();
            cursor.expectMark("(");
        }
        List<Attribute> attributes = cursor.commaList(this::attribute);
        cursor.expectMark(")");
        return new SqlCreateAggregate(cursor.positionFrom(first), replace, name, parameters, attributes);
    }

    /** Whether what is in the parentheses says how the aggregate works, and not what it takes. */
    private boolean isAttribute() {
        return cursor.peek(2).isMark("=");
    }

    private List<RoutineParameter> parameters() {
        List<RoutineParameter> all = new ArrayList<>();
        FunctionReader reader = new FunctionReader(cursor);
        if (!cursor.acceptMark("*")) {
            if (!cursor.at("order", "by")) {
                all.addAll(cursor.commaList(reader::parameter));
            }
            if (cursor.at("order", "by")) {
                throw cursor.unsupported("CREATE AGGREGATE ... ORDER BY is not supported", cursor.peek());
            }
        }
        cursor.expectMark(")");
        return all;
    }

    private Attribute attribute() {
        Lexeme start = cursor.peek();
        String key = cursor.label();
        SqlParserPos at = cursor.positionFrom(start);
        if (!cursor.acceptMark("=")) {
            return new Attribute(key, null, null, "true", at);
        }
        Lexeme value = cursor.peek();
        if (TYPES.contains(key)) {
            return type(key, value, at);
        }
        if (FUNCTIONS.contains(key) && value.form != Lexeme.Form.STRING) {
            return new Attribute(key, null, cursor.qualifiedName(), null, at);
        }
        if (value.form == Lexeme.Form.STRING) {
            return new Attribute(key, null, null, cursor.string(), at);
        }
        while (!cursor.atMark(",") && !cursor.atMark(")") && !cursor.atEnd()) {
            boolean isOpen = cursor.atMark("(");
            cursor.take();
            while (isOpen && !cursor.acceptMark(")")) {
                cursor.take();
            }
        }
        return new Attribute(key, null, null, cursor.textFrom(value).strip(), at);
    }

    private Attribute type(String key, Lexeme value, SqlParserPos at) {
        boolean isAny = value.form == Lexeme.Form.STRING || value.form == Lexeme.Form.QUOTED_NAME;
        if (isAny && value.text.toLowerCase(Locale.ROOT).equals("any")) {
            cursor.take();
            return new Attribute(key, null, null, "any", at);
        }
        SqlDataTypeSpec type = cursor.type();
        return new Attribute(key, type, null, null, at);
    }
}
