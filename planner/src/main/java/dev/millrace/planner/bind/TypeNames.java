package dev.millrace.planner.bind;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.IntervalFields;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.planner.Domain;
import dev.millrace.sql.parser.expression.PostgresTypeName;

/** Type names, as the parser has normalised them, into types. */
final class TypeNames {

    private static final int NUMERIC_PRECISION_MAX = 1000;
    private static final int LENGTH_MAX = 10_485_760;
    static final int FRACTION_MAX = 6;

    private static final Map<String, SqlType> TYPES = Map.ofEntries(
            Map.entry("bool", SqlType.BOOLEAN),
            Map.entry("boolean", SqlType.BOOLEAN),
            Map.entry("int2", SqlType.SMALLINT),
            Map.entry("smallint", SqlType.SMALLINT),
            Map.entry("int4", SqlType.INTEGER),
            Map.entry("int", SqlType.INTEGER),
            Map.entry("integer", SqlType.INTEGER),
            Map.entry("int8", SqlType.BIGINT),
            Map.entry("bigint", SqlType.BIGINT),
            Map.entry("float4", SqlType.REAL),
            Map.entry("real", SqlType.REAL),
            Map.entry("float8", SqlType.DOUBLE),
            Map.entry("float", SqlType.DOUBLE),
            Map.entry("double", SqlType.DOUBLE),
            Map.entry("numeric", SqlType.NUMERIC),
            Map.entry("decimal", SqlType.NUMERIC),
            Map.entry("text", SqlType.TEXT),
            Map.entry("varchar", SqlType.VARCHAR),
            Map.entry("bpchar", SqlType.CHAR),
            Map.entry("bytea", SqlType.BYTEA),
            Map.entry("date", SqlType.DATE),
            Map.entry("time", SqlType.TIME),
            Map.entry("timetz", SqlType.TIMETZ),
            Map.entry("inet", SqlType.INET),
            Map.entry("cidr", SqlType.CIDR),
            Map.entry("macaddr", SqlType.MACADDR),
            Map.entry("timestamp", SqlType.TIMESTAMP),
            Map.entry("timestamptz", SqlType.TIMESTAMPTZ),
            Map.entry("interval", SqlType.INTERVAL),
            Map.entry("uuid", SqlType.UUID),
            Map.entry("json", SqlType.JSON),
            Map.entry("jsonb", SqlType.JSONB),
            Map.entry("oid", SqlType.OID),
            Map.entry("record", SqlType.RECORD),
            Map.entry("money", SqlType.MONEY),
            Map.entry("pg_lsn", SqlType.of(Kind.PG_LSN)),
            Map.entry("xid8", SqlType.of(Kind.XID8)),
            Map.entry("pg_snapshot", SqlType.of(Kind.PG_SNAPSHOT)),
            Map.entry("jsonpath", SqlType.of(Kind.JSONPATH)),
            Map.entry("bit", SqlType.of(Kind.BIT)),
            Map.entry("varbit", SqlType.of(Kind.VARBIT)),
            Map.entry("int4range", SqlType.of(Kind.INT4RANGE)),
            Map.entry("int8range", SqlType.of(Kind.INT8RANGE)),
            Map.entry("numrange", SqlType.of(Kind.NUMRANGE)),
            Map.entry("tsrange", SqlType.of(Kind.TSRANGE)),
            Map.entry("tstzrange", SqlType.of(Kind.TSTZRANGE)),
            Map.entry("daterange", SqlType.of(Kind.DATERANGE)),
            Map.entry("int4multirange", SqlType.of(Kind.INT4MULTIRANGE)),
            Map.entry("int8multirange", SqlType.of(Kind.INT8MULTIRANGE)),
            Map.entry("nummultirange", SqlType.of(Kind.NUMMULTIRANGE)),
            Map.entry("tsmultirange", SqlType.of(Kind.TSMULTIRANGE)),
            Map.entry("tstzmultirange", SqlType.of(Kind.TSTZMULTIRANGE)),
            Map.entry("datemultirange", SqlType.of(Kind.DATEMULTIRANGE)));

    private static final int BITS_MAX = 83_886_080;

    private TypeNames() {}

    /** A type as it is declared: with a domain where it is one, whose base type it then is. */
    record Declared(SqlType type, Domain domain) {}

    static Declared declared(SqlDataTypeSpec spec, Binding binding) {
        Domain domain = domain(spec, binding);
        if (domain == null) {
            return new Declared(resolve(spec, binding), null);
        }
        PostgresTypeName name = (PostgresTypeName) spec.getTypeNameSpec();
        if (name.arrayDimensions() > 0) {
            throw SqlException.unsupported("an array of a domain").at(binding.at(spec));
        }
        if (!name.modifiers().isEmpty()) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            "type modifier is not allowed for type \"" + name.name() + "\"")
                    .at(binding.at(spec));
        }
        domain.chain().forEach(one -> binding.dependOn(one.id()));
        return new Declared(domain.base(), domain);
    }

    /** The type of a column. */
    static Declared ofColumn(String column, SqlDataTypeSpec spec, Binding binding) {
        Declared declared = declared(spec, binding);
        SqlType type = declared.type();
        if (type.equals(SqlType.RECORD) || type.equals(SqlType.arrayOf(SqlType.RECORD))) {
            throw new SqlException(
                    SqlState.INVALID_TABLE_DEFINITION, "column \"" + column + "\" has pseudo-type " + type);
        }
        return declared;
    }

    static boolean isBuiltIn(PostgresTypeName name) {
        return TYPES.containsKey(name.name()) || Guise.named(name.name()) != null;
    }

    /** Null where the name means something else, or nothing. */
    private static Domain domain(SqlDataTypeSpec spec, Binding binding) {
        if (!(spec.getTypeNameSpec() instanceof PostgresTypeName name) || isBuiltIn(name)) {
            return null;
        }
        return binding.domain(name.getTypeName().names).orElse(null);
    }

    /** A type where a domain has no place. */
    static SqlType resolve(SqlDataTypeSpec spec, Binding binding) {
        Domain domain = domain(spec, binding);
        if (domain != null) {
            throw SqlException.unsupported("the domain " + domain.spelled() + " here")
                    .withHint("Domains are for columns of tables and for casts; here its base type "
                            + domain.base() + " will do.")
                    .at(binding.at(spec));
        }
        SqlTypeNameSpec written = spec.getTypeNameSpec();
        if (!(written instanceof PostgresTypeName name)) {
            throw SqlException.unsupported("this spelling of a type").at(binding.at(spec));
        }
        SqlType plain = TYPES.get(name.name());
        if (plain == null && name.name().startsWith("_") && TYPES.containsKey(name.name().substring(1))) {
            // What PostgreSQL's catalog calls an array.
            return SqlType.arrayOf(TYPES.get(name.name().substring(1)));
        }
        if (plain == null) {
            Guise guise = Guise.named(name.name());
            plain = guise != null
                    ? SqlType.of(guise)
                    : defined(name.getTypeName().names, binding, binding.source.position(spec.getParserPosition()));
        }
        SqlType type = withModifiers(plain, name, name.modifiers(), binding.at(spec));
        return name.arrayDimensions() > 0 ? SqlType.arrayOf(type) : type;
    }

    /** Whether there is a type of that name, which is not of rows. */
    static boolean isKnown(PostgresTypeName name, Binding binding) {
        return TYPES.containsKey(name.name()) || binding.enumType(name.getTypeName().names).isPresent();
    }

    /** A type that a statement has made. */
    private static SqlType defined(List<String> name, Binding binding, int at) {
        Optional<EnumType> type = binding.enumType(name);
        if (type.isPresent()) {
            binding.dependOn(type.get().id());
            return SqlType.ofEnum(type.get());
        }
        Optional<RowType> row = binding.rowType(name);
        if (row.isPresent()) {
            binding.dependOn(row.get().relation());
            return SqlType.ofRow(row.get());
        }
        boolean isSchemaKnown = name.size() == 1 || binding.catalog.schemaNames().contains(name.get(name.size() - 2));
        throw (isSchemaKnown
                        ? new SqlException(
                                SqlState.UNDEFINED_OBJECT, "type \"" + String.join(".", name) + "\" does not exist")
                        : new SqlException(
                                SqlState.INVALID_SCHEMA_NAME,
                                "schema \"" + name.get(name.size() - 2) + "\" does not exist"))
                .at(at);
    }

    /** Whether a bare name is that of a type of ours. */
    static boolean isPlain(String name) {
        return TYPES.containsKey(name);
    }

    /** A type by its bare name, for literals that carry one. */
    static SqlType byName(String name) {
        SqlType type = TYPES.get(name.toLowerCase(Locale.ROOT));
        if (type == null && Guise.named(name) != null) {
            return SqlType.of(Guise.named(name));
        }
        if (type == null) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist");
        }
        return type;
    }

    private static SqlType withModifiers(SqlType plain, PostgresTypeName name, List<Integer> modifiers, int at) {
        if (plain.kind() == Kind.INTERVAL) {
            return interval(name, modifiers, at);
        }
        if (modifiers.isEmpty()) {
            return plain;
        }
        int first = modifiers.getFirst();
        return switch (plain.kind()) {
            case NUMERIC -> numeric(first, modifiers.size() > 1 ? modifiers.get(1) : 0, at);
            case BIT, VARBIT -> new SqlType(
                    plain.kind(), length(name.name(), first, BITS_MAX, at), SqlType.UNSPECIFIED, null);
            case VARCHAR -> SqlType.varchar(length(name.name(), first, LENGTH_MAX, at));
            case CHAR -> SqlType.charOf(length(name.name(), first, LENGTH_MAX, at));
            case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ ->
                first >= FRACTION_MAX ? plain : new SqlType(plain.kind(), first, SqlType.UNSPECIFIED, null);
            default ->
                throw new SqlException(
                                SqlState.SYNTAX_ERROR, "type modifier is not allowed for type \"" + name.name() + "\"")
                        .at(at);
        };
    }

    private static SqlType interval(PostgresTypeName name, List<Integer> modifiers, int at) {
        Integer fields = name.fields().isEmpty() ? Integer.valueOf(SqlType.UNSPECIFIED)
                : IntervalFields.named(name.fields());
        if (fields == null) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "syntax error at or near \"to\"").at(at);
        }
        int digits = modifiers.isEmpty() ? FRACTION_MAX : modifiers.getFirst();
        if (digits < 0) {
            throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "INTERVAL(" + digits + ") precision must not be negative")
                    .at(at);
        }
        return new SqlType(Kind.INTERVAL, digits >= FRACTION_MAX ? SqlType.UNSPECIFIED : digits, fields, null);
    }

    private static SqlType numeric(int precision, int scale, int at) {
        if (precision < 1 || precision > NUMERIC_PRECISION_MAX) {
            throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "NUMERIC precision " + precision + " must be between 1 and " + NUMERIC_PRECISION_MAX)
                    .at(at);
        }
        if (Math.abs(scale) > NUMERIC_PRECISION_MAX) {
            throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "NUMERIC scale " + scale + " must be between -" + NUMERIC_PRECISION_MAX + " and "
                                    + NUMERIC_PRECISION_MAX)
                    .at(at);
        }
        return SqlType.numeric(precision, scale);
    }

    private static int length(String type, int length, int max, int at) {
        String name = type.equals("bpchar") ? "char" : type;
        if (length < 1) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "length for type " + name + " must be at least 1")
                    .at(at);
        }
        if (length > max) {
            throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "length for type " + name + " cannot exceed " + max)
                    .at(at);
        }
        return length;
    }
}
