package dev.millrace.sql.parser.statement;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A parameter of CREATE FUNCTION, or a column of what it returns.
 *
 * @param name null where only the type is given
 * @param defaultText the expression behind DEFAULT as it was written, or null
 */
public record RoutineParameter(
        Mode mode, String name, SqlDataTypeSpec type, String defaultText, SqlParserPos pos) {

    /** TABLE: a column of RETURNS TABLE. */
    public enum Mode { IN, OUT, INOUT, VARIADIC, TABLE }

    public boolean isInput() {
        return mode == Mode.IN || mode == Mode.INOUT || mode == Mode.VARIADIC;
    }
}
