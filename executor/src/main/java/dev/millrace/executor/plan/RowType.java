package dev.millrace.executor.plan;

import java.util.List;
import java.util.Objects;

/**
 * The fields of rows as values: of a type that CREATE TYPE ... AS (...) made, of the rows of a relation, or of rows
 * that a query puts together, which have no name.
 *
 * <p>Two named ones are the same type when they have the same number.
 *
 * @param id also its OID; 0 for one without a name
 * @param arrayId OID of the type of its arrays
 * @param schemaName null without a name, as {@code name} is
 */
public record RowType(long id, long arrayId, String schemaName, String name, List<Field> fields)
        implements RecordCodec.Shared {

    private static final long ROWS = 1L << 30;
    private static final long ARRAYS_OF_ROWS = 3L << 29;

    public record Field(String name, SqlType type) {}

    public RowType {
        fields = List.copyOf(fields);
    }

    /**
     * Of the rows of a relation, or of a composite type, whose numbers lie far from those of all objects.
     *
     * @param relation number of the object that has the fields
     */
    public static RowType ofRelation(long relation, String schemaName, String name, List<Field> fields) {
        return new RowType(relation + ROWS, relation + ARRAYS_OF_ROWS, schemaName, name, fields);
    }

    /** Number of the relation or composite type whose rows these are; 0 without a named type. */
    public long relation() {
        return isNamed() ? id - ROWS : 0;
    }

    /** Number of the relation whose rows, or arrays of whose rows, are of the type of an OID; 0 for none. */
    public static long relation(long oid) {
        return oid > ARRAYS_OF_ROWS ? oid - ARRAYS_OF_ROWS : Math.max(oid - ROWS, 0);
    }

    /** Whether an OID is that of the arrays of rows of a relation. */
    public static boolean isOfArrays(long oid) {
        return oid > ARRAYS_OF_ROWS;
    }

    /** Of rows without a named type. */
    public static RowType of(List<Field> fields) {
        return new RowType(0, 0, null, null, fields);
    }

    /** The fields f1, f2, ... that rows have whose fields nobody named. */
    public static RowType ofTypes(List<SqlType> types) {
        List<Field> fields = new java.util.ArrayList<>();
        for (SqlType type : types) {
            fields.add(new Field("f" + (fields.size() + 1), type));
        }
        return of(fields);
    }

    public boolean isNamed() {
        return id != 0;
    }

    public int size() {
        return fields.size();
    }

    public SqlType type(int field) {
        return fields.get(field).type();
    }

    public List<SqlType> types() {
        return fields.stream().map(Field::type).toList();
    }

    /** Position of the first field with this name, or -1. */
    public int indexOf(String field) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(field)) {
                return i;
            }
        }
        return -1;
    }

    /** The same names over other types, without a name of its own. */
    public RowType withTypes(List<SqlType> types) {
        List<Field> others = new java.util.ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            others.add(new Field(fields.get(i).name(), types.get(i)));
        }
        return of(others);
    }

    public RowType withFields(List<Field> others) {
        return new RowType(id, arrayId, schemaName, name, others);
    }

    public RowType named(String otherSchema, String otherName) {
        return new RowType(id, arrayId, otherSchema, otherName, fields);
    }

    /** As {@code format_type} prints it: with its schema where that is not public. */
    public String sqlName() {
        if (!isNamed()) {
            return "record";
        }
        return schemaName.equals("public")
                ? Identifier.quoted(name)
                : Identifier.quoted(schemaName) + "." + Identifier.quoted(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowType type && (isNamed() || type.isNamed()
                ? type.id == id
                : type.fields.equals(fields));
    }

    @Override
    public int hashCode() {
        return isNamed() ? Long.hashCode(id) : Objects.hash(fields);
    }
}
