package dev.millrace.planner.bind;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** Which types convert to which, and how willingly: PostgreSQL's {@code pg_cast} and type categories. */
final class Conversions {

    /** How explicit the user has to be for a conversion to happen. */
    enum Strength {
        /** Happens anywhere, unasked. */
        IMPLICIT,
        /** Happens when a value is stored into a column. */
        ASSIGNMENT,
        /** Must be written as a cast. */
        EXPLICIT
    }

    /** PostgreSQL's {@code typcategory}. */
    enum Category {
        BOOLEAN,
        NUMERIC,
        STRING,
        DATETIME,
        TIMESPAN,
        ARRAY,
        NETWORK,
        BITS,
        RANGE,
        ENUM,
        COMPOSITE,
        OTHER,
        UNKNOWN
    }

    private static final Map<Kind, Set<Kind>> IMPLICIT = new EnumMap<>(Kind.class);
    private static final Map<Kind, Set<Kind>> ASSIGNMENT = new EnumMap<>(Kind.class);
    private static final Map<Kind, Set<Kind>> EXPLICIT = new EnumMap<>(Kind.class);

    static {
        IMPLICIT.put(
                Kind.SMALLINT, EnumSet.of(Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC, Kind.REAL, Kind.DOUBLE, Kind.OID));
        IMPLICIT.put(Kind.INTEGER, EnumSet.of(Kind.BIGINT, Kind.NUMERIC, Kind.REAL, Kind.DOUBLE, Kind.OID));
        IMPLICIT.put(Kind.BIGINT, EnumSet.of(Kind.NUMERIC, Kind.REAL, Kind.DOUBLE, Kind.OID));
        IMPLICIT.put(Kind.NUMERIC, EnumSet.of(Kind.REAL, Kind.DOUBLE));
        IMPLICIT.put(Kind.REAL, EnumSet.of(Kind.DOUBLE));
        IMPLICIT.put(Kind.DATE, EnumSet.of(Kind.TIMESTAMP, Kind.TIMESTAMPTZ));
        IMPLICIT.put(Kind.TIMESTAMP, EnumSet.of(Kind.TIMESTAMPTZ));
        IMPLICIT.put(Kind.TIME, EnumSet.of(Kind.INTERVAL, Kind.TIMETZ));
        IMPLICIT.put(Kind.CIDR, EnumSet.of(Kind.INET));
        IMPLICIT.put(Kind.BIT, EnumSet.of(Kind.VARBIT));
        IMPLICIT.put(Kind.VARBIT, EnumSet.of(Kind.BIT));
        IMPLICIT.put(Kind.TEXT, EnumSet.of(Kind.VARCHAR, Kind.CHAR));
        IMPLICIT.put(Kind.VARCHAR, EnumSet.of(Kind.TEXT, Kind.CHAR));
        IMPLICIT.put(Kind.CHAR, EnumSet.of(Kind.TEXT, Kind.VARCHAR));

        ASSIGNMENT.put(Kind.INTEGER, EnumSet.of(Kind.SMALLINT, Kind.MONEY));
        ASSIGNMENT.put(Kind.BIGINT, EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.MONEY));
        ASSIGNMENT.put(Kind.NUMERIC, EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.MONEY));
        ASSIGNMENT.put(Kind.MONEY, EnumSet.of(Kind.NUMERIC));
        ASSIGNMENT.put(Kind.REAL, EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC));
        ASSIGNMENT.put(Kind.DOUBLE, EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC, Kind.REAL));
        ASSIGNMENT.put(Kind.OID, EnumSet.of(Kind.INTEGER, Kind.BIGINT));
        ASSIGNMENT.put(Kind.TIMESTAMP, EnumSet.of(Kind.DATE, Kind.TIME));
        ASSIGNMENT.put(Kind.TIMESTAMPTZ, EnumSet.of(Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMETZ));
        ASSIGNMENT.put(Kind.TIMETZ, EnumSet.of(Kind.TIME));
        ASSIGNMENT.put(Kind.INET, EnumSet.of(Kind.CIDR));
        ASSIGNMENT.put(Kind.INTERVAL, EnumSet.of(Kind.TIME));
        ASSIGNMENT.put(Kind.JSON, EnumSet.of(Kind.JSONB));
        ASSIGNMENT.put(Kind.JSONB, EnumSet.of(Kind.JSON));

        EXPLICIT.put(Kind.BOOLEAN, EnumSet.of(Kind.INTEGER));
        EXPLICIT.put(Kind.INTEGER, EnumSet.of(Kind.BOOLEAN, Kind.BIT));
        EXPLICIT.put(Kind.XID8, EnumSet.of(Kind.OID));
        EXPLICIT.put(Kind.BIGINT, EnumSet.of(Kind.BIT));
        EXPLICIT.put(Kind.BIT, EnumSet.of(Kind.INTEGER, Kind.BIGINT));
        EXPLICIT.put(Kind.INT4RANGE, EnumSet.of(Kind.INT4MULTIRANGE));
        EXPLICIT.put(Kind.INT8RANGE, EnumSet.of(Kind.INT8MULTIRANGE));
        EXPLICIT.put(Kind.NUMRANGE, EnumSet.of(Kind.NUMMULTIRANGE));
        EXPLICIT.put(Kind.TSRANGE, EnumSet.of(Kind.TSMULTIRANGE));
        EXPLICIT.put(Kind.TSTZRANGE, EnumSet.of(Kind.TSTZMULTIRANGE));
        EXPLICIT.put(Kind.DATERANGE, EnumSet.of(Kind.DATEMULTIRANGE));
        EXPLICIT.put(
                Kind.JSONB,
                EnumSet.of(
                        Kind.BOOLEAN,
                        Kind.SMALLINT,
                        Kind.INTEGER,
                        Kind.BIGINT,
                        Kind.NUMERIC,
                        Kind.REAL,
                        Kind.DOUBLE));
    }

    private Conversions() {}

    static Category category(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> Category.BOOLEAN;
            case SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, NUMERIC, MONEY -> Category.NUMERIC;
            case TEXT, VARCHAR, CHAR -> Category.STRING;
            case DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ -> Category.DATETIME;
            case INTERVAL -> Category.TIMESPAN;
            case ARRAY -> Category.ARRAY;
            case INET, CIDR -> Category.NETWORK;
            case ENUM -> Category.ENUM;
            case RECORD -> Category.COMPOSITE;
            case BIT, VARBIT -> Category.BITS;
            case INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                    NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE -> Category.RANGE;
            case BYTEA, UUID, MACADDR, JSON, JSONB, JSONPATH, PG_LSN, XID8, PG_SNAPSHOT -> Category.OTHER;
            case UNKNOWN -> Category.UNKNOWN;
        };
    }

    static boolean isPreferred(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN, DOUBLE, OID, TEXT, TIMESTAMPTZ, INTERVAL, INET, VARBIT -> true;
            default -> false;
        };
    }

    /** Whether a value of one type may become another, at this strength or a weaker one. Modifiers do not matter. */
    static boolean exists(SqlType from, SqlType to, Strength strength) {
        Kind source = from.kind();
        Kind target = to.kind();
        if (source == Kind.ARRAY && target == Kind.ARRAY) {
            return exists(from.element(), to.element(), strength);
        }
        if (source == Kind.RECORD && target == Kind.RECORD) {
            return Rows.exists(from.row(), to.row(), strength);
        }
        if (source == Kind.ENUM && target == Kind.ENUM) {
            return Objects.equals(from.labels(), to.labels());
        }
        if (source == target || source == Kind.UNKNOWN) {
            return true;
        }
        if (has(IMPLICIT, source, target)) {
            return true;
        }
        if (strength == Strength.IMPLICIT) {
            return false;
        }
        // Every type has a text form, and storing into a text column uses it.
        if (has(ASSIGNMENT, source, target) || target.isText()) {
            return true;
        }
        return strength == Strength.EXPLICIT && (has(EXPLICIT, source, target) || from.kind().isText());
    }

    private static boolean has(Map<Kind, Set<Kind>> casts, Kind from, Kind to) {
        return casts.getOrDefault(from, Set.of()).contains(to);
    }

    /**
     * The type that values of these types meet in (UNION, CASE, VALUES, IN, COALESCE): PostgreSQL's {@code
     * select_common_type}. Null when there is none. TEXT when all are unknown.
     */
    static SqlType common(List<SqlType> types) {
        if (types.stream().anyMatch(type -> type.kind() == Kind.RECORD)) {
            return Rows.common(types);
        }
        SqlType candidate = null;
        boolean areAlike = true;
        boolean hasLiteral = false;
        for (SqlType type : types) {
            if (type.kind() == Kind.UNKNOWN) {
                hasLiteral = true;
                continue;
            }
            if (candidate == null) {
                candidate = type;
            } else if (type.withoutModifiers().equals(candidate.withoutModifiers())) {
                areAlike &= type.equals(candidate);
            } else {
                areAlike = false;
                if (category(type) != category(candidate)) {
                    return null;
                }
                if (!isPreferred(candidate)
                        && exists(candidate, type, Strength.IMPLICIT)
                        && !exists(type, candidate, Strength.IMPLICIT)) {
                    candidate = type;
                }
            }
        }
        if (candidate == null) {
            return SqlType.TEXT;
        }
        for (SqlType type : types) {
            if (!exists(type, candidate, Strength.IMPLICIT)) {
                return null;
            }
        }
        if (!areAlike) {
            return candidate.withoutModifiers();
        }
        return hasLiteral ? candidate.named() : candidate;
    }
}
