package dev.millrace.executor.code;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Numeric;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** A kind of SQL values as somebody's code sees it: a class of the JDK. */
enum JavaForm {
    BOOLEAN(Boolean.class, boolean.class, SqlType.Kind.BOOLEAN),
    SHORT(Short.class, short.class, SqlType.Kind.SMALLINT),
    INTEGER(Integer.class, int.class, SqlType.Kind.INTEGER),
    LONG(Long.class, long.class, SqlType.Kind.BIGINT),
    FLOAT(Float.class, float.class, SqlType.Kind.REAL),
    DOUBLE(Double.class, double.class, SqlType.Kind.DOUBLE),
    DECIMAL(BigDecimal.class, null, SqlType.Kind.NUMERIC),
    STRING(String.class, null, SqlType.Kind.TEXT),
    BYTES(byte[].class, null, SqlType.Kind.BYTEA),
    LOCAL_DATE(LocalDate.class, null, SqlType.Kind.DATE),
    LOCAL_DATE_TIME(LocalDateTime.class, null, SqlType.Kind.TIMESTAMP),
    INSTANT(Instant.class, null, SqlType.Kind.TIMESTAMPTZ);

    private final Class<?> type;
    private final Class<?> primitive;
    private final SqlType.Kind kind;

    JavaForm(Class<?> type, Class<?> primitive, SqlType.Kind kind) {
        this.type = type;
        this.primitive = primitive;
        this.kind = kind;
    }

    /** @param kind as {@link JavaCall#handed} leaves it */
    static JavaForm of(SqlType.Kind kind) {
        for (JavaForm form : values()) {
            if (form.kind == kind) {
                return form;
            }
        }
        throw new IllegalArgumentException(kind.name());
    }

    /** Whether something declared so takes, or gives, all values of the form but NULL. */
    boolean fits(Class<?> declared) {
        return declared == type || declared == primitive;
    }

    Class<?> type() {
        return type;
    }

    SqlType.Kind kind() {
        return kind;
    }

    /** The value of a row, which is not NULL. */
    Object read(Column column, int row) {
        return switch (this) {
            case BOOLEAN -> word(column, row) != 0;
            case SHORT -> (short) word(column, row);
            case INTEGER -> (int) word(column, row);
            case LONG -> word(column, row);
            case FLOAT -> (float) ((WordColumn) column).doubleValue(row);
            case DOUBLE -> ((WordColumn) column).doubleValue(row);
            case DECIMAL -> decimal(Numeric.read((BytesColumn) column, row));
            case STRING -> ((BytesColumn) column).text(row);
            case BYTES -> ((BytesColumn) column).bytes(row);
            case LOCAL_DATE -> LocalDate.ofEpochDay(finite(word(column, row)));
            case LOCAL_DATE_TIME -> LocalDateTime.ofInstant(instant(finite(word(column, row))), ZoneOffset.UTC);
            case INSTANT -> instant(finite(word(column, row)));
        };
    }

    private static long word(Column column, int row) {
        return ((WordColumn) column).value(row);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static long finite(long moment) {
        if (moment == Long.MIN_VALUE || moment == Long.MAX_VALUE) {
            throw new SqlException(SqlState.DATETIME_FIELD_OVERFLOW, "infinity has no form in Java");
        }
        return moment;
    }

    private static BigDecimal decimal(Numeric value) {
        if (!value.isFinite()) {
            throw new SqlException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, value + " has no form in Java");
        }
        return value.decimal();
    }

    /** Appends what code has returned; null is NULL. */
    void append(Object value, ColumnBuilder out) {
        if (value == null) {
            out.appendNull();
            return;
        }
        switch (this) {
            case BOOLEAN -> out.appendWord((Boolean) value ? 1 : 0);
            case SHORT -> out.appendWord((Short) value);
            case INTEGER -> out.appendWord((Integer) value);
            case LONG -> out.appendWord((Long) value);
            case FLOAT -> out.appendDouble((Float) value);
            case DOUBLE -> out.appendDouble((Double) value);
            case DECIMAL -> Numeric.of((BigDecimal) value).appendTo(out);
            case STRING -> out.appendText(checked((String) value));
            case BYTES -> out.appendBytes((byte[]) value);
            case LOCAL_DATE -> out.appendWord(((LocalDate) value).toEpochDay());
            case LOCAL_DATE_TIME -> out.appendWord(micros(((LocalDateTime) value).toInstant(ZoneOffset.UTC)));
            case INSTANT -> out.appendWord(micros((Instant) value));
        }
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private static String checked(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new SqlException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        return text;
    }
}
