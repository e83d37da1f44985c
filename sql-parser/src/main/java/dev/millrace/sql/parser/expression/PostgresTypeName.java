package dev.millrace.sql.parser.expression;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;
import org.apache.calcite.util.Util;

/**
 * A type as PostgreSQL names it, whatever spelling the statement used: {@code int}, {@code integer} and {@code
 * int4} all come out as int4. Names that PostgreSQL does not build in are kept as written; who validates decides
 * about them.
 */
public final class PostgresTypeName extends SqlTypeNameSpec {
    /** Implemented by the validator or the type factory of who plans, to say what each type is. */
    public interface Resolver {
        /** The type, not null-able; throws what the validator throws when there is no such type. */
        RelDataType resolve(PostgresTypeName type);
    }

    private static final Map<String, SqlTypeName> DEFAULT_TYPES = Map.ofEntries(
            Map.entry("bool", SqlTypeName.BOOLEAN),
            Map.entry("int2", SqlTypeName.SMALLINT),
            Map.entry("int4", SqlTypeName.INTEGER),
            Map.entry("int8", SqlTypeName.BIGINT),
            Map.entry("oid", SqlTypeName.BIGINT),
            Map.entry("float4", SqlTypeName.REAL),
            Map.entry("float8", SqlTypeName.DOUBLE),
            Map.entry("numeric", SqlTypeName.DECIMAL),
            Map.entry("text", SqlTypeName.VARCHAR),
            Map.entry("name", SqlTypeName.VARCHAR),
            Map.entry("varchar", SqlTypeName.VARCHAR),
            Map.entry("json", SqlTypeName.VARCHAR),
            Map.entry("jsonb", SqlTypeName.VARCHAR),
            Map.entry("regclass", SqlTypeName.VARCHAR),
            Map.entry("bpchar", SqlTypeName.CHAR),
            Map.entry("bytea", SqlTypeName.VARBINARY),
            Map.entry("uuid", SqlTypeName.UUID),
            Map.entry("date", SqlTypeName.DATE),
            Map.entry("time", SqlTypeName.TIME),
            Map.entry("timestamp", SqlTypeName.TIMESTAMP),
            Map.entry("timestamptz", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE));

    private final List<Integer> modifiers;
    private final String fields;
    private final int arrayDimensions;

    /**
     * @param name PostgreSQL's internal name of a built-in type, or the name as written
     * @param modifiers what stands in parentheses: length, or precision and scale; empty when nothing does
     * @param fields the fields of an interval, such as "day to second"; empty when there are none
     * @param arrayDimensions 0 unless this is an array of the named type
     */
    public PostgresTypeName(SqlIdentifier name, List<Integer> modifiers, String fields, int arrayDimensions,
            SqlParserPos pos) {
        super(name, pos);
        this.modifiers = List.copyOf(modifiers);
        this.fields = fields;
        this.arrayDimensions = arrayDimensions;
    }

    /** The name, with dots between its parts when it is qualified. */
    public String name() {
        return String.join(".", getTypeName().names);
    }

    public List<Integer> modifiers() {
        return modifiers;
    }

    public String fields() {
        return fields;
    }

    public int arrayDimensions() {
        return arrayDimensions;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        if (validator instanceof Resolver resolver) {
            return resolver.resolve(this);
        }
        RelDataTypeFactory factory = validator.getTypeFactory();
        if (factory instanceof Resolver resolver) {
            return resolver.resolve(this);
        }
        RelDataType type = defaultType(factory);
        for (int i = 0; i < arrayDimensions; i++) {
            type = factory.createArrayType(factory.createTypeWithNullability(type, true), -1);
        }
        return type;
    }

    private RelDataType defaultType(RelDataTypeFactory factory) {
        SqlTypeName known = DEFAULT_TYPES.get(name());
        if (known == null) {
            throw new IllegalArgumentException("type \"" + name() + "\" does not exist");
        }
        if (!modifiers.isEmpty() && known.allowsPrecScale(true, true)) {
            return factory.createSqlType(known, modifiers.get(0), modifiers.size() > 1 ? modifiers.get(1) : 0);
        }
        return !modifiers.isEmpty() && known.allowsPrec()
                ? factory.createSqlType(known, modifiers.get(0))
                : factory.createSqlType(known);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.print(toString());
        writer.setNeedWhitespace(true);
    }

    @Override
    public String toString() {
        String inParentheses = modifiers.isEmpty()
                ? ""
                : modifiers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
        return name() + (fields.isEmpty() ? "" : " " + fields) + inParentheses + "[]".repeat(arrayDimensions);
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        if (other instanceof PostgresTypeName that && toString().equals(that.toString())) {
            return litmus.succeed();
        }
        return litmus.fail("{} != {}", this, Util.first(other, this));
    }
}
