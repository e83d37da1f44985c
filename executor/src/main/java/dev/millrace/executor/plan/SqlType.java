package dev.millrace.executor.plan;

import java.util.Objects;

/**
 * A SQL type as PostgreSQL names it, with its modifiers.
 *
 * @param kind what the values are, and how they lie in columns
 * @param precision length of {@code varchar(n)}/{@code char(n)}, precision of {@code numeric(p,s)}, fractional digits
 *     of {@code time(p)}/{@code timestamp(p)}/{@code interval(p)}; {@link #UNSPECIFIED} when not given
 * @param scale scale of {@code numeric(p,s)}, or {@link IntervalFields}; {@link #UNSPECIFIED} when not given
 * @param element element type of an array, otherwise null
 * @param labels the type that an ENUM is; null where any of them is meant, as in function signatures
 * @param guise null for the type itself
 * @param row the fields of a RECORD; null where any is meant, as in function signatures
 */
public record SqlType(
        Kind kind, int precision, int scale, SqlType element, EnumType labels, Guise guise, RowType row) {

    /** A modifier that was not given. */
    public static final int UNSPECIFIED = -1;

    public static final SqlType BOOLEAN = of(Kind.BOOLEAN);
    public static final SqlType SMALLINT = of(Kind.SMALLINT);
    public static final SqlType INTEGER = of(Kind.INTEGER);
    public static final SqlType BIGINT = of(Kind.BIGINT);
    public static final SqlType REAL = of(Kind.REAL);
    public static final SqlType DOUBLE = of(Kind.DOUBLE);
    public static final SqlType NUMERIC = of(Kind.NUMERIC);
    public static final SqlType TEXT = of(Kind.TEXT);
    public static final SqlType VARCHAR = of(Kind.VARCHAR);
    public static final SqlType CHAR = of(Kind.CHAR);
    public static final SqlType BYTEA = of(Kind.BYTEA);
    public static final SqlType DATE = of(Kind.DATE);
    public static final SqlType TIME = of(Kind.TIME);
    public static final SqlType TIMETZ = of(Kind.TIMETZ);
    public static final SqlType TIMESTAMP = of(Kind.TIMESTAMP);
    public static final SqlType TIMESTAMPTZ = of(Kind.TIMESTAMPTZ);
    public static final SqlType INTERVAL = of(Kind.INTERVAL);
    public static final SqlType UUID = of(Kind.UUID);
    public static final SqlType INET = of(Kind.INET);
    public static final SqlType CIDR = of(Kind.CIDR);
    public static final SqlType MACADDR = of(Kind.MACADDR);
    public static final SqlType JSON = of(Kind.JSON);
    public static final SqlType JSONB = of(Kind.JSONB);
    public static final SqlType OID = of(Kind.OID);
    public static final SqlType MONEY = of(Kind.MONEY);
    public static final SqlType JSONPATH = of(Kind.JSONPATH);
    public static final SqlType BIT = of(Kind.BIT);
    public static final SqlType VARBIT = of(Kind.VARBIT);
    /** Any type of CREATE TYPE ... AS ENUM: what PostgreSQL calls anyenum. */
    public static final SqlType ANY_ENUM = of(Kind.ENUM);
    /** Rows of any fields. */
    public static final SqlType RECORD = of(Kind.RECORD);
    public static final SqlType UNKNOWN = of(Kind.UNKNOWN);
    public static final SqlType NAME = of(Guise.NAME);

    public SqlType(Kind kind, int precision, int scale, SqlType element) {
        this(kind, precision, scale, element, null, null, null);
    }

    public SqlType {
        Objects.requireNonNull(kind);
        if (labels != null && kind != Kind.ENUM || row != null && kind != Kind.RECORD) {
            throw new IllegalArgumentException("only an enum has labels, and only a record fields: " + kind);
        }
        if ((kind == Kind.ARRAY) != (element != null)) {
            throw new IllegalArgumentException("an array type, and only that, has an element type: " + kind);
        }
    }

    /** How a column of a kind lies in memory. */
    public enum Layout {
        /** One {@code long} a value. */
        WORD,
        /** A run of bytes a value. */
        BYTES
    }

    /**
     * The kinds of values, each with its layout. The physical form of each value:
     *
     * <ul>
     *   <li>BOOLEAN: 0 or 1; SMALLINT, INTEGER, BIGINT, OID: the number;
     *   <li>REAL, DOUBLE: {@code Double.doubleToRawLongBits} (a REAL is widened; -0.0 and NaN are kept, NaN canonical);
     *   <li>DATE: days since 1970-01-01; TIME: microseconds of the day; TIMESTAMP, TIMESTAMPTZ: microseconds since
     *       1970-01-01 00:00 (UTC); {@code Long.MIN_VALUE}/{@code MAX_VALUE} are -infinity/infinity (DATE too);
     *   <li>TEXT, VARCHAR, CHAR, JSON, UNKNOWN: UTF-8 bytes, compared as bytes (collation "C"); CHAR is blank-padded;
     *   <li>TIMETZ, INET, CIDR, MACADDR: see {@code TimeOfDay} and {@code NetworkAddress};
     *   <li>MONEY: cents; PG_LSN, XID8: the number with its highest bit turned; PG_SNAPSHOT: its text;
     *   <li>BIT, VARBIT: see {@code BitString}; ranges and multiranges: see {@code RangeForm}; JSONPATH: its text;
     *   <li>RECORD: see {@code RecordForm};
     *   <li>ENUM: the label's place, a zero byte, and the label, compared as bytes: see {@link EnumType};
     *   <li>BYTEA: the bytes; UUID: 16 bytes; NUMERIC, INTERVAL, JSONB, ARRAY: see {@code executor.data}.
     * </ul>
     */
    public enum Kind {
        BOOLEAN("boolean", Layout.WORD),
        SMALLINT("smallint", Layout.WORD),
        INTEGER("integer", Layout.WORD),
        BIGINT("bigint", Layout.WORD),
        OID("oid", Layout.WORD),
        REAL("real", Layout.WORD),
        DOUBLE("double precision", Layout.WORD),
        NUMERIC("numeric", Layout.BYTES),
        TEXT("text", Layout.BYTES),
        VARCHAR("character varying", Layout.BYTES),
        CHAR("character", Layout.BYTES),
        BYTEA("bytea", Layout.BYTES),
        DATE("date", Layout.WORD),
        TIME("time without time zone", Layout.WORD),
        TIMESTAMP("timestamp without time zone", Layout.WORD),
        TIMESTAMPTZ("timestamp with time zone", Layout.WORD),
        INTERVAL("interval", Layout.BYTES),
        UUID("uuid", Layout.BYTES),
        TIMETZ("time with time zone", Layout.WORD),
        INET("inet", Layout.BYTES),
        MONEY("money", Layout.WORD),
        PG_LSN("pg_lsn", Layout.WORD),
        XID8("xid8", Layout.WORD),
        PG_SNAPSHOT("pg_snapshot", Layout.BYTES),
        CIDR("cidr", Layout.BYTES),
        MACADDR("macaddr", Layout.BYTES),
        JSON("json", Layout.BYTES),
        JSONB("jsonb", Layout.BYTES),
        ARRAY("array", Layout.BYTES),
        ENUM("anyenum", Layout.BYTES),
        RECORD("record", Layout.BYTES),
        JSONPATH("jsonpath", Layout.BYTES),
        BIT("bit", Layout.BYTES),
        VARBIT("bit varying", Layout.BYTES),
        INT4RANGE("int4range", Layout.BYTES),
        INT8RANGE("int8range", Layout.BYTES),
        NUMRANGE("numrange", Layout.BYTES),
        TSRANGE("tsrange", Layout.BYTES),
        TSTZRANGE("tstzrange", Layout.BYTES),
        DATERANGE("daterange", Layout.BYTES),
        INT4MULTIRANGE("int4multirange", Layout.BYTES),
        INT8MULTIRANGE("int8multirange", Layout.BYTES),
        NUMMULTIRANGE("nummultirange", Layout.BYTES),
        TSMULTIRANGE("tsmultirange", Layout.BYTES),
        TSTZMULTIRANGE("tstzmultirange", Layout.BYTES),
        DATEMULTIRANGE("datemultirange", Layout.BYTES),
        /** A string literal or NULL whose type nothing has decided yet. */
        UNKNOWN("unknown", Layout.BYTES);

        private final String sqlName;
        private final Layout layout;

        Kind(String sqlName, Layout layout) {
            this.sqlName = sqlName;
            this.layout = layout;
        }

        /** PostgreSQL's name of the type, as {@code format_type} prints it. */
        public String sqlName() {
            return sqlName;
        }

        public Layout layout() {
            return layout;
        }

        public boolean isInteger() {
            return this == SMALLINT || this == INTEGER || this == BIGINT;
        }

        public boolean isFloat() {
            return this == REAL || this == DOUBLE;
        }

        public boolean isNumber() {
            return isInteger() || isFloat() || this == NUMERIC;
        }

        public boolean isText() {
            return this == TEXT || this == VARCHAR || this == CHAR;
        }
    }

    public static SqlType of(Kind kind) {
        return new SqlType(kind, UNSPECIFIED, UNSPECIFIED, null);
    }

    public static SqlType numeric(int precision, int scale) {
        return new SqlType(Kind.NUMERIC, precision, scale, null);
    }

    public static SqlType varchar(int length) {
        return new SqlType(Kind.VARCHAR, length, UNSPECIFIED, null);
    }

    public static SqlType charOf(int length) {
        return new SqlType(Kind.CHAR, length, UNSPECIFIED, null);
    }

    public static SqlType ofEnum(EnumType type) {
        return new SqlType(Kind.ENUM, UNSPECIFIED, UNSPECIFIED, null, type, null, null);
    }

    public static SqlType ofRow(RowType row) {
        return new SqlType(Kind.RECORD, UNSPECIFIED, UNSPECIFIED, null, null, null, row);
    }

    public static SqlType of(Guise guise) {
        SqlType plain = guise.isVector() ? arrayOf(of(guise.kind())) : of(guise.kind());
        return new SqlType(plain.kind, UNSPECIFIED, UNSPECIFIED, plain.element, null, guise, null);
    }

    public static SqlType arrayOf(SqlType element) {
        return new SqlType(Kind.ARRAY, UNSPECIFIED, UNSPECIFIED, element);
    }

    public Layout layout() {
        return kind.layout();
    }

    /** The same type without its modifiers and its guise: what function signatures are written in. */
    public SqlType withoutModifiers() {
        if (kind == Kind.ARRAY) {
            return arrayOf(element.withoutModifiers());
        }
        return precision == UNSPECIFIED && scale == UNSPECIFIED && guise == null ? this : of(kind);
    }

    /** The same type without its modifiers, in its guise: what people are told. */
    public SqlType named() {
        if (guise != null) {
            return this;
        }
        return kind == Kind.ARRAY ? arrayOf(element.named()) : withoutModifiers();
    }

    /** Whether the values number objects of a catalog, whose names are written. */
    public boolean numbersObjects() {
        return guise != null && guise.catalog() != null;
    }

    /** The enum that this or its elements are of, or null. */
    public EnumType enumType() {
        return kind == Kind.ARRAY ? element.enumType() : labels;
    }

    /** The row type that this or its elements are of, or null. */
    public RowType rowType() {
        return kind == Kind.ARRAY ? element.rowType() : row;
    }

    /** The same type with another version of its enum, where it is of that. */
    public SqlType with(EnumType newer) {
        if (!newer.equals(enumType())) {
            return this;
        }
        return kind == Kind.ARRAY ? arrayOf(element.with(newer)) : ofEnum(newer);
    }

    /** As {@code format_type} of PostgreSQL prints it, e.g. {@code numeric(10,2)}, {@code integer[]}. */
    @Override
    public String toString() {
        if (guise != null) {
            return guise.sqlName();
        }
        if (kind == Kind.ARRAY) {
            return element + "[]";
        }
        if (labels != null) {
            return labels.sqlName();
        }
        if (row != null) {
            return row.sqlName();
        }
        if (kind == Kind.INTERVAL) {
            return IntervalFields.spelled(this);
        }
        if (precision == UNSPECIFIED) {
            return kind.sqlName();
        }
        return switch (kind) {
            case NUMERIC -> "numeric(" + precision + "," + scale + ")";
            case TIME -> "time(" + precision + ") without time zone";
            case TIMETZ -> "time(" + precision + ") with time zone";
            case TIMESTAMP -> "timestamp(" + precision + ") without time zone";
            case TIMESTAMPTZ -> "timestamp(" + precision + ") with time zone";
            default -> kind.sqlName() + "(" + precision + ")";
        };
    }
}
