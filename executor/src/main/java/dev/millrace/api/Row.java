package dev.millrace.api;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A row, by the names of its columns. Values are of these classes: {@link Boolean}, {@link Short}, {@link Integer},
 * {@link Long}, {@link Float}, {@link Double}, {@link BigDecimal}, {@code byte[]}, {@link java.time.LocalDate}, {@link
 * java.time.LocalDateTime}, {@link Instant}, a {@link java.util.List} of such for an array, and {@link String} for all
 * other types. Every method throws {@link IllegalArgumentException} for a column that there is not, and {@link
 * ClassCastException} for one of another type.
 */
public interface Row {

    /** The value; null for NULL. */
    Object get(String column);

    default boolean isNull(String column) {
        return get(column) == null;
    }

    /** A smallint, integer or bigint that is not NULL. */
    default long getLong(String column) {
        return ((Number) required(column)).longValue();
    }

    /** A number of any type, as a double; not NULL. */
    default double getDouble(String column) {
        return ((Number) required(column)).doubleValue();
    }

    /** Null for NULL. */
    default BigDecimal getDecimal(String column) {
        return (BigDecimal) get(column);
    }

    /** Null for NULL. */
    default String getString(String column) {
        return (String) get(column);
    }

    /** A boolean that is not NULL. */
    default boolean getBoolean(String column) {
        return (Boolean) required(column);
    }

    /** A timestamptz; null for NULL. */
    default Instant getInstant(String column) {
        return (Instant) get(column);
    }

    private Object required(String column) {
        Object value = get(column);
        if (value == null) {
            throw new NullPointerException("column " + column + " is NULL");
        }
        return value;
    }
}
