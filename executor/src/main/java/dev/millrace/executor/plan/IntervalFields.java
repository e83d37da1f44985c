package dev.millrace.executor.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields that an {@code interval day to minute} keeps, as one number: the scale of its type, and as PostgreSQL has
 * them in the upper half of {@code atttypmod}.
 */
public final class IntervalFields {

    public static final int MONTH = 1 << 1;
    public static final int YEAR = 1 << 2;
    public static final int DAY = 1 << 3;
    public static final int HOUR = 1 << 10;
    public static final int MINUTE = 1 << 11;
    public static final int SECOND = 1 << 12;
    /** What stands in {@code atttypmod} where all are kept. */
    private static final int ALL = 0x7FFF;
    /** What stands there where fractional digits are not limited. */
    private static final int ALL_DIGITS = 0xFFFF;

    private static final Map<String, Integer> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("year", YEAR);
        BY_NAME.put("month", MONTH);
        BY_NAME.put("day", DAY);
        BY_NAME.put("hour", HOUR);
        BY_NAME.put("minute", MINUTE);
        BY_NAME.put("second", SECOND);
        BY_NAME.put("year to month", YEAR | MONTH);
        BY_NAME.put("day to hour", DAY | HOUR);
        BY_NAME.put("day to minute", DAY | HOUR | MINUTE);
        BY_NAME.put("day to second", DAY | HOUR | MINUTE | SECOND);
        BY_NAME.put("hour to minute", HOUR | MINUTE);
        BY_NAME.put("hour to second", HOUR | MINUTE | SECOND);
        BY_NAME.put("minute to second", MINUTE | SECOND);
    }

    private IntervalFields() {}

    /** @return null when they cannot stand together */
    public static Integer named(String fields) {
        return BY_NAME.get(fields);
    }

    /** The smallest field that is kept. */
    public static int smallest(int fields) {
        for (int field : new int[] {SECOND, MINUTE, HOUR, DAY, MONTH, YEAR}) {
            if ((fields & field) != 0) {
                return field;
            }
        }
        return SECOND;
    }

    /** {@code atttypmod} of a type, or -1. */
    public static int modifier(SqlType type) {
        boolean isAny = type.scale() == SqlType.UNSPECIFIED;
        boolean isExact = type.precision() == SqlType.UNSPECIFIED;
        int fields = isAny ? ALL : type.scale();
        int digits = isExact ? ALL_DIGITS : type.precision();
        return isAny && isExact ? -1 : fields << 16 | digits;
    }

    /** The type with an {@code atttypmod}. */
    public static SqlType type(int modifier) {
        int fields = modifier >> 16 & ALL;
        int digits = modifier & ALL_DIGITS;
        return new SqlType(
                SqlType.Kind.INTERVAL,
                digits == ALL_DIGITS ? SqlType.UNSPECIFIED : digits,
                fields == ALL ? SqlType.UNSPECIFIED : fields,
                null);
    }

    static String spelled(SqlType type) {
        String digits = type.precision() == SqlType.UNSPECIFIED ? "" : "(" + type.precision() + ")";
        for (Map.Entry<String, Integer> known : BY_NAME.entrySet()) {
            if (known.getValue() == type.scale()) {
                return "interval " + known.getKey() + digits;
            }
        }
        return "interval" + digits;
    }
}
