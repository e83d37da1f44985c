package dev.millrace.server.wire;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** How a value is written on the wire. */
public enum Format {
    TEXT(0),
    BINARY(1);

    private final short code;

    Format(int code) {
        this.code = (short) code;
    }

    public short code() {
        return code;
    }

    /**
     * The format of value {@code index} of {@code count}, when there are no codes (all text), one (for all), or one
     * each.
     */
    public static Format of(short[] codes, int index, int count) {
        if (codes.length == 0) {
            return TEXT;
        }
        if (codes.length != 1 && codes.length != count) {
            throw new SqlException(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message has " + codes.length + " format codes but there are " + count + " values");
        }
        return ofCode(codes.length == 1 ? codes[0] : codes[index]);
    }

    private static Format ofCode(short code) {
        return switch (code) {
            case 0 -> TEXT;
            case 1 -> BINARY;
            default -> throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: " + code);
        };
    }
}
