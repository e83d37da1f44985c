package dev.millrace.server.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.IntervalFields;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** PostgreSQL's OIDs, lengths and modifiers of our types. */
public final class WireTypes {

    private static final long ANYENUM_OID = 3500;
    private static final int RECORD_OID = 2249;

    private static final Map<Integer, SqlType> BY_OID = new HashMap<>();

    static {
        for (SqlType.Kind kind : SqlType.Kind.values()) {
            if (kind != SqlType.Kind.ARRAY && kind != SqlType.Kind.ENUM && kind != SqlType.Kind.RECORD) {
                SqlType type = SqlType.of(kind);
                BY_OID.put(oid(type), type);
                if (kind != SqlType.Kind.UNKNOWN) {
                    BY_OID.put(arrayOid(kind), SqlType.arrayOf(type));
                }
            }
        }
        for (Guise guise : Guise.values()) {
            SqlType type = SqlType.of(guise);
            BY_OID.put(GuiseOids.oid(guise), type);
            if (GuiseOids.arrayOid(guise) != 0 && !guise.isVector()) {
                BY_OID.put(GuiseOids.arrayOid(guise), SqlType.arrayOf(type));
            }
        }
    }

    private WireTypes() {}

    public static int oid(SqlType type) {
        if (type.guise() != null) {
            return GuiseOids.oid(type.guise());
        }
        return switch (type.kind()) {
            case BOOLEAN -> 16;
            case BYTEA -> 17;
            case BIGINT -> 20;
            case SMALLINT -> 21;
            case INTEGER -> 23;
            case TEXT -> 25;
            case OID -> 26;
            case JSON -> 114;
            case REAL -> 700;
            case DOUBLE -> 701;
            case UNKNOWN -> 705;
            case CHAR -> 1042;
            case VARCHAR -> 1043;
            case DATE -> 1082;
            case TIME -> 1083;
            case TIMESTAMP -> 1114;
            case TIMESTAMPTZ -> 1184;
            case INTERVAL -> 1186;
            case NUMERIC -> 1700;
            case UUID -> 2950;
            case TIMETZ -> 1266;
            case INET -> 869;
            case CIDR -> 650;
            case MACADDR -> 829;
            case MONEY -> 790;
            case PG_LSN -> 3220;
            case XID8 -> 5069;
            case PG_SNAPSHOT -> 5038;
            case JSONB -> 3802;
            case JSONPATH -> 4072;
            case BIT -> 1560;
            case VARBIT -> 1562;
            case INT4RANGE -> 3904;
            case INT8RANGE -> 3926;
            case NUMRANGE -> 3906;
            case TSRANGE -> 3908;
            case TSTZRANGE -> 3910;
            case DATERANGE -> 3912;
            case INT4MULTIRANGE -> 4451;
            case INT8MULTIRANGE -> 4536;
            case NUMMULTIRANGE -> 4532;
            case TSMULTIRANGE -> 4533;
            case TSTZMULTIRANGE -> 4534;
            case DATEMULTIRANGE -> 4535;
            case ENUM -> (int) (type.labels() == null ? ANYENUM_OID : type.labels().id());
            case RECORD -> type.row() == null || !type.row().isNamed() ? RECORD_OID : (int) type.row().id();
            case ARRAY -> arrayOid(type.element());
        };
    }

    private static int arrayOid(SqlType element) {
        if (element.enumType() != null) {
            return (int) element.enumType().arrayId();
        }
        if (element.rowType() != null && element.rowType().isNamed()) {
            return (int) element.rowType().arrayId();
        }
        return element.guise() == null ? arrayOid(element.kind()) : GuiseOids.arrayOid(element.guise());
    }

    private static int arrayOid(SqlType.Kind element) {
        return switch (element) {
            case BOOLEAN -> 1000;
            case BYTEA -> 1001;
            case SMALLINT -> 1005;
            case INTEGER -> 1007;
            case TEXT, UNKNOWN, ARRAY, ENUM -> 1009;
            case RECORD -> 2287;
            case CHAR -> 1014;
            case VARCHAR -> 1015;
            case BIGINT -> 1016;
            case REAL -> 1021;
            case DOUBLE -> 1022;
            case OID -> 1028;
            case TIMESTAMP -> 1115;
            case DATE -> 1182;
            case TIME -> 1183;
            case TIMESTAMPTZ -> 1185;
            case INTERVAL -> 1187;
            case NUMERIC -> 1231;
            case JSON -> 199;
            case UUID -> 2951;
            case TIMETZ -> 1270;
            case INET -> 1041;
            case CIDR -> 651;
            case MACADDR -> 1040;
            case MONEY -> 791;
            case PG_LSN -> 3221;
            case XID8 -> 271;
            case PG_SNAPSHOT -> 5039;
            case JSONB -> 3807;
            case JSONPATH -> 4073;
            case BIT -> 1561;
            case VARBIT -> 1563;
            case INT4RANGE -> 3905;
            case INT8RANGE -> 3927;
            case NUMRANGE -> 3907;
            case TSRANGE -> 3909;
            case TSTZRANGE -> 3911;
            case DATERANGE -> 3913;
            case INT4MULTIRANGE -> 6150;
            case INT8MULTIRANGE -> 6157;
            case NUMMULTIRANGE -> 6151;
            case TSMULTIRANGE -> 6152;
            case TSTZMULTIRANGE -> 6153;
            case DATEMULTIRANGE -> 6155;
        };
    }

    /** {@code typlen}: bytes, or -1 for values of varying length. */
    public static int length(SqlType type) {
        if (type.guise() != null) {
            return GuiseOids.length(type.guise());
        }
        return switch (type.kind()) {
            case BOOLEAN -> 1;
            case SMALLINT -> 2;
            case INTEGER, OID, REAL, DATE, ENUM -> 4;
            case BIGINT, DOUBLE, TIME, TIMESTAMP, TIMESTAMPTZ -> 8;
            case UUID, INTERVAL -> 16;
            case TIMETZ -> 12;
            case MACADDR -> 6;
            case MONEY, PG_LSN, XID8 -> 8;
            case UNKNOWN -> -2;
            case NUMERIC, TEXT, VARCHAR, CHAR, BYTEA, JSON, JSONB, ARRAY, RECORD, INET, CIDR, JSONPATH, BIT, VARBIT,
                    PG_SNAPSHOT,
                    INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE,
                    NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE -> -1;
        };
    }

    /** {@code atttypmod}, or -1. */
    public static int modifier(SqlType type) {
        if (type.kind() == SqlType.Kind.ARRAY) {
            return modifier(type.element());
        }
        if (type.kind() == SqlType.Kind.INTERVAL) {
            return IntervalFields.modifier(type);
        }
        if (type.precision() == SqlType.UNSPECIFIED) {
            return -1;
        }
        return switch (type.kind()) {
            case VARCHAR, CHAR -> type.precision() + 4;
            case NUMERIC -> (type.precision() << 16 | type.scale() & 0x7ff) + 4;
            case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, BIT, VARBIT -> type.precision();
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, OID, REAL, DOUBLE, TEXT, BYTEA, DATE, INTERVAL, UUID, JSON, JSONB,
                    ARRAY, RECORD, UNKNOWN, INET, CIDR, MACADDR, MONEY, PG_LSN, XID8, PG_SNAPSHOT,
                    ENUM, JSONPATH, INT4RANGE, INT8RANGE, NUMRANGE,
                    TSRANGE,
                    TSTZRANGE, DATERANGE, INT4MULTIRANGE, INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE,
                    TSTZMULTIRANGE, DATEMULTIRANGE -> -1;
        };
    }

    /**
     * The type a client means by an OID; {@link SqlType#UNKNOWN} for 0.
     *
     * @throws SqlException 42704 when there is none
     */
    public static SqlType type(int oid) {
        return type(oid, other -> Optional.empty());
    }

    /** @param defined the types that statements have made */
    public static SqlType type(int oid, IntFunction<Optional<SqlType>> defined) {
        if (oid == 0) {
            return SqlType.UNKNOWN;
        }
        SqlType type = BY_OID.get(oid);
        if (type == null) {
            type = defined.apply(oid).orElse(null);
        }
        if (type == null) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "type with OID " + oid + " does not exist");
        }
        return type;
    }
}
