package dev.millrace.planner;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * A type of any kind, of what functions are declared to take and return. One is written as a type of kind UNKNOWN whose
 * precision, its number in PostgreSQL's catalog, tells it from anyelement; {@code anyarray} and
 * {@code anycompatiblearray} are arrays of these.
 */
public enum AnyType {
    ELEMENT("anyelement", 2283),
    NONARRAY("anynonarray", 2776),
    RANGE("anyrange", 3831),
    MULTIRANGE("anymultirange", 4537),
    COMPATIBLE("anycompatible", 5077),
    COMPATIBLE_NONARRAY("anycompatiblenonarray", 5079),
    COMPATIBLE_RANGE("anycompatiblerange", 5080),
    COMPATIBLE_MULTIRANGE("anycompatiblemultirange", 4538);

    private static final String ARRAY = "anyarray";
    private static final long ARRAY_OID = 2277;
    private static final String COMPATIBLE_ARRAY = "anycompatiblearray";
    private static final long COMPATIBLE_ARRAY_OID = 5078;

    private final String sqlName;
    private final int oid;

    AnyType(String sqlName, int oid) {
        this.sqlName = sqlName;
        this.oid = oid;
    }

    SqlType type() {
        return this == ELEMENT ? SqlType.UNKNOWN : new SqlType(Kind.UNKNOWN, oid, SqlType.UNSPECIFIED, null);
    }

    /** The type of a name, an array or anyenum too; null for any other name. */
    public static SqlType named(String name) {
        for (AnyType any : values()) {
            if (any.sqlName.equals(name)) {
                return any.type();
            }
        }
        return switch (name) {
            case ARRAY -> SqlType.arrayOf(ELEMENT.type());
            case COMPATIBLE_ARRAY -> SqlType.arrayOf(COMPATIBLE.type());
            case "anyenum" -> SqlType.ANY_ENUM;
            default -> null;
        };
    }

    /** What a type is, or the elements of an array are; null for a certain type. */
    public static AnyType of(SqlType type) {
        if (type.kind() == Kind.ARRAY) {
            return of(type.element());
        }
        if (type.kind() != Kind.UNKNOWN) {
            return null;
        }
        for (AnyType any : values()) {
            if (any.oid == type.precision()) {
                return any;
            }
        }
        return ELEMENT;
    }

    /** As PostgreSQL calls it; null for a certain type. */
    public static String spelled(SqlType type) {
        AnyType any = of(type);
        if (any == null) {
            return null;
        }
        return type.kind() != Kind.ARRAY ? any.sqlName : any == COMPATIBLE ? COMPATIBLE_ARRAY : ARRAY;
    }

    /** Its number in PostgreSQL's catalog; 0 for a certain type. */
    public static long oid(SqlType type) {
        AnyType any = of(type);
        if (any == null) {
            return 0;
        }
        return type.kind() != Kind.ARRAY ? any.oid : any == COMPATIBLE ? COMPATIBLE_ARRAY_OID : ARRAY_OID;
    }

    /** Whether arguments of types that have one in common may stand for it, and not of one type alone. */
    public boolean isCompatible() {
        return sqlName.startsWith("anycompatible");
    }

    /** Whether it is of ranges, or of sets of them. */
    public boolean isOfRanges() {
        return this == RANGE || this == COMPATIBLE_RANGE || isMultirange();
    }

    boolean isMultirange() {
        return this == MULTIRANGE || this == COMPATIBLE_MULTIRANGE;
    }

    /** Whether an argument of a type may stand for a declared type, which is of any kind. */
    public static boolean takes(SqlType declared, SqlType given) {
        AnyType any = of(declared);
        if (given.kind() == Kind.UNKNOWN) {
            return true;
        }
        if (declared.kind() == Kind.ARRAY) {
            return given.kind() == Kind.ARRAY;
        }
        return switch (any) {
            case ELEMENT, COMPATIBLE -> true;
            case NONARRAY, COMPATIBLE_NONARRAY -> given.kind() != Kind.ARRAY;
            case RANGE, COMPATIBLE_RANGE -> AnyTypes.bound(given) != null && !AnyTypes.isMultirange(given);
            case MULTIRANGE, COMPATIBLE_MULTIRANGE -> AnyTypes.isMultirange(given);
        };
    }
}
