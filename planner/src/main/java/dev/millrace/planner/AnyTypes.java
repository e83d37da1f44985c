package dev.millrace.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * What stands for types of any kind in one call of a function, by the types of what it is called with.
 *
 * @param element for anyelement and its kin; null where no argument tells it, as are the others
 * @param range for anyrange
 * @param compatible for anycompatible and its kin
 * @param compatibleRange for anycompatiblerange
 */
public record AnyTypes(SqlType element, SqlType range, SqlType compatible, SqlType compatibleRange) {

    private static final String RANGE = "RANGE";
    private static final String MULTIRANGE = "MULTIRANGE";

    /**
     * Null where arguments that have to be of one type are not.
     *
     * @param declared one for each argument
     * @param given of kind UNKNOWN where an argument has no type
     * @param common the type that some have in common, or null
     */
    public static AnyTypes of(
            List<SqlType> declared, List<SqlType> given, Function<List<SqlType>, SqlType> common) {
        List<SqlType> elements = new ArrayList<>();
        List<SqlType> ranges = new ArrayList<>();
        List<SqlType> compatible = new ArrayList<>();
        List<SqlType> compatibleRanges = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            AnyType any = AnyType.of(declared.get(i));
            SqlType type = given.get(i).withoutModifiers();
            if (any == null || type.kind() == Kind.UNKNOWN) {
                continue;
            }
            if (any.isOfRanges()) {
                add(any.isMultirange() ? rangeOf(type) : type, any.isCompatible() ? compatibleRanges : ranges);
                add(bound(type), any.isCompatible() ? compatible : elements);
            } else {
                SqlType element = declared.get(i).kind() == Kind.ARRAY ? type.element() : type;
                add(element, any.isCompatible() ? compatible : elements);
            }
        }
        SqlType shared = compatible.size() < 2 ? first(compatible) : common.apply(compatible);
        boolean isOne = elements.size() < 2 && ranges.size() < 2 && compatibleRanges.size() < 2
                && (compatible.isEmpty() || shared != null)
                && (compatibleRanges.isEmpty() || bound(compatibleRanges.getFirst()).equals(shared));
        return isOne
                ? new AnyTypes(first(elements), first(ranges), shared, first(compatibleRanges))
                : null;
    }

    private static void add(SqlType type, List<SqlType> to) {
        if (!to.contains(type)) {
            to.add(type);
        }
    }

    private static SqlType first(List<SqlType> types) {
        return types.isEmpty() ? null : types.getFirst();
    }

    /** A declared type as it is in the call; null where no argument tells it. */
    public SqlType concrete(SqlType declared) {
        AnyType any = AnyType.of(declared);
        if (any == null) {
            return declared;
        }
        SqlType of = any.isOfRanges()
                ? any.isCompatible() ? compatibleRange : range
                : any.isCompatible() ? compatible : element;
        if (of == null || !any.isMultirange()) {
            return of == null || declared.kind() != Kind.ARRAY ? of : SqlType.arrayOf(of);
        }
        return SqlType.of(Kind.valueOf(of.kind().name().replace(RANGE, MULTIRANGE)));
    }

    static boolean isMultirange(SqlType type) {
        return type.kind().name().endsWith(MULTIRANGE);
    }

    private static SqlType rangeOf(SqlType multirange) {
        return SqlType.of(Kind.valueOf(multirange.kind().name().replace(MULTIRANGE, RANGE)));
    }

    /** The type of the bounds of a range, or of those in a multirange; null for other types. */
    static SqlType bound(SqlType range) {
        return switch (range.kind()) {
            case INT4RANGE, INT4MULTIRANGE -> SqlType.INTEGER;
            case INT8RANGE, INT8MULTIRANGE -> SqlType.BIGINT;
            case NUMRANGE, NUMMULTIRANGE -> SqlType.NUMERIC;
            case TSRANGE, TSMULTIRANGE -> SqlType.TIMESTAMP;
            case TSTZRANGE, TSTZMULTIRANGE -> SqlType.TIMESTAMPTZ;
            case DATERANGE, DATEMULTIRANGE -> SqlType.DATE;
            default -> null;
        };
    }
}
