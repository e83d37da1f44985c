package dev.millrace.executor.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** Which types of ranges there are, of what, and the multiranges of each. */
public final class RangeTypes {

    /** @param multirange several ranges of the kind */
    private record Family(Kind range, Kind multirange, SqlType element) {}

    private static final List<Family> FAMILIES = List.of(
            new Family(Kind.INT4RANGE, Kind.INT4MULTIRANGE, SqlType.INTEGER),
            new Family(Kind.INT8RANGE, Kind.INT8MULTIRANGE, SqlType.BIGINT),
            new Family(Kind.NUMRANGE, Kind.NUMMULTIRANGE, SqlType.NUMERIC),
            new Family(Kind.TSRANGE, Kind.TSMULTIRANGE, SqlType.TIMESTAMP),
            new Family(Kind.TSTZRANGE, Kind.TSTZMULTIRANGE, SqlType.TIMESTAMPTZ),
            new Family(Kind.DATERANGE, Kind.DATEMULTIRANGE, SqlType.DATE));

    private static final Map<Kind, Family> BY_KIND = new EnumMap<>(Kind.class);

    static {
        for (Family family : FAMILIES) {
            BY_KIND.put(family.range, family);
            BY_KIND.put(family.multirange, family);
        }
    }

    private RangeTypes() {}

    public static boolean isRange(Kind kind) {
        Family family = BY_KIND.get(kind);
        return family != null && family.range == kind;
    }

    public static boolean isMultirange(Kind kind) {
        Family family = BY_KIND.get(kind);
        return family != null && family.multirange == kind;
    }

    /** What a range or a multirange is of. */
    public static SqlType element(Kind kind) {
        return BY_KIND.get(kind).element;
    }

    /** Of a range or a multirange. */
    public static Kind range(Kind kind) {
        return BY_KIND.get(kind).range;
    }

    /** Of a range or a multirange. */
    public static Kind multirange(Kind kind) {
        return BY_KIND.get(kind).multirange;
    }

    /** The kind of range of values of a type, or null. */
    public static Kind of(SqlType element) {
        return FAMILIES.stream()
                .filter(family -> family.element.kind() == element.kind())
                .map(Family::range)
                .findFirst()
                .orElse(null);
    }

    /** Whether values have a next one, so that ranges are written with the lower bound and without the upper one. */
    static boolean isDiscrete(SqlType element) {
        return switch (element.kind()) {
            case INTEGER, BIGINT, DATE -> true;
            default -> false;
        };
    }
}
