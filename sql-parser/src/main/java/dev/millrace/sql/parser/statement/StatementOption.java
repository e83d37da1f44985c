package dev.millrace.sql.parser.statement;

import java.util.Locale;

import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * One {@code key = value} of a list of options.
 *
 * @param key as written, in lower case unless it was quoted
 * @param value as written, without quotes; a word in lower case; empty when there is none
 * @param form what was written
 */
public record StatementOption(String key, String value, Form form, SqlParserPos pos) {
    /** How the value was written. */
    public enum Form { NONE, STRING, NUMBER, BOOLEAN, WORD }

    /** True when the option is given without a value or with one that means yes. */
    public boolean isOn() {
        return form == Form.NONE || switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "1", "yes", "t", "y" -> true;
            default -> false;
        };
    }

    void unparse(Unparser out) {
        out.text(key);
        switch (form) {
            case NONE -> { }
            case STRING -> out.words("=").text(value);
            case NUMBER, BOOLEAN, WORD -> out.words("=").raw(value);
        }
    }
}
