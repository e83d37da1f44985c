package dev.millrace.sql.parser.grammar;

import java.util.List;
import java.util.regex.Pattern;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.Span;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.sql.parser.expression.PostgresTypeName;

/** {@code type 'text'}: always the cast of the text to the type, so that whoever validates knows one form only. */
final class TypedLiteral {
    private static final Pattern PLAIN_NUMBER = Pattern.compile("\\s*[-+]?\\d+(\\.\\d*)?\\s*");
    private static final Pattern MINUTES_AND_SECONDS = Pattern.compile("\\s*[-+]?\\d+:\\d+(\\.\\d*)?\\s*");
    private static final Pattern DAYS_AND_HOURS = Pattern.compile("\\s*[-+]?\\d+\\s+\\d+\\s*");

    private TypedLiteral() {
    }

    static SqlNode read(SqlDataTypeSpec type, String text, SqlParserPos textPos, Span span, SqlGrammar grammar)
            throws ParseException {
        String value = text;
        SqlDataTypeSpec target = type;
        if (type.getTypeNameSpec() instanceof PostgresTypeName name && name.name().equals("interval")
                && name.fields().isEmpty()) {
            String fields = TypeReader.readFields(grammar);
            if (!fields.isEmpty()) {
                value = spelledOut(text, fields);
                // A text that now names its own units needs its fields no longer.
                if (value.equals(text)) {
                    target = new SqlDataTypeSpec(new PostgresTypeName(name.getTypeName(), name.modifiers(), fields,
                            name.arrayDimensions(), name.getParserPos()), type.getParserPosition());
                }
            }
        }
        return SqlStdOperatorTable.CAST.createCall(span.end(grammar), SqlLiteral.createCharString(value, textPos),
                target);
    }

    static SqlNode numeric(String number, SqlParserPos pos) {
        SqlIdentifier name = new SqlIdentifier("numeric", pos);
        return SqlStdOperatorTable.CAST.createCall(pos, SqlLiteral.createCharString(number, pos),
                new SqlDataTypeSpec(new PostgresTypeName(name, List.of(), "", 0, pos), pos));
    }

    /** An interval's text with its units written in it, where its fields alone say what they are. */
    private static String spelledOut(String text, String fields) {
        String last = fields.substring(fields.lastIndexOf(' ') + 1);
        if (PLAIN_NUMBER.matcher(text).matches()) {
            return text.strip() + " " + last;
        }
        if (fields.equals("minute to second") && MINUTES_AND_SECONDS.matcher(text).matches()) {
            String stripped = text.strip();
            boolean signed = stripped.startsWith("-") || stripped.startsWith("+");
            return signed ? stripped.charAt(0) + "0:" + stripped.substring(1) : "0:" + stripped;
        }
        if (fields.equals("day to hour") && DAYS_AND_HOURS.matcher(text).matches()) {
            return text.strip() + ":00";
        }
        return text;
    }
}
