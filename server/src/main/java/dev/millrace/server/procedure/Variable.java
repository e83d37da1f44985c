package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** A variable of a procedure: a value of its type, or a record, which is a value for each field. */
final class Variable {

    private final String name;
    private final Kind kind;
    private Value value;
    private Schema row;
    private List<Value> fields;
    /** Whether a record is NULL, and not a row whose fields are. */
    private boolean isNothing = true;

    /**
     * What it takes.
     *
     * @param type null for a record
     * @param domain the name of the domain that it is of, or null
     * @param fixed the fields that a record keeps; null for a value, and for a record of any fields
     */
    record Kind(SqlType type, String domain, boolean isConstant, boolean isNotNull, RowType fixed) {

        /** Of values, or of rows. */
        static Kind of(SqlType type) {
            return type.kind() == SqlType.Kind.RECORD
                    ? ofRow(type.row())
                    : new Kind(type, null, false, false, null);
        }

        /** @param row null for a record of any fields */
        static Kind ofRow(RowType row) {
            return new Kind(null, null, false, false, row);
        }

        static final Kind RECORD = ofRow(null);

        boolean isFixed() {
            return fixed != null;
        }
    }

    Variable(String name, Kind kind) {
        this.name = name;
        this.kind = kind;
        this.value = kind.type() == null ? null : Value.ofNull(kind.type());
        if (kind.isFixed()) {
            this.row = RowValue.shape(kind.fixed());
            this.fields = nulls(row);
        }
    }

    static Variable of(String name, Value value) {
        Variable variable = new Variable(name, Kind.of(value.type()));
        variable.value = value;
        return variable;
    }

    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    boolean isRecord() {
        return kind.type() == null;
    }

    SqlType type() {
        return kind.type();
    }

    /** Null for a record. */
    Value value() {
        return value;
    }

    /** The fields of a record; null while it has none. */
    Schema row() {
        return row;
    }

    List<Value> fields() {
        return fields;
    }

    void checkAssignable() {
        if (kind.isConstant()) {
            throw new SqlException("22005", "variable \"" + name + "\" is declared CONSTANT");
        }
    }

    /** @param next of its type */
    void set(Value next) {
        if (kind.isNotNull() && next.isNull()) {
            throw new SqlException(
                    SqlState.NULL_VALUE_NOT_ALLOWED,
                    "null value cannot be assigned to variable \"" + name + "\" declared NOT NULL");
        }
        value = next;
    }

    /** The row of a record, or the value. @throws SqlException 55000 for a record that has no fields yet */
    Value whole() {
        if (!isRecord()) {
            return value;
        }
        if (row == null) {
            throw new SqlException("55000", "record \"" + name + "\" is not assigned yet")
                    .withDetail("The tuple structure of a not-yet-assigned record is indeterminate.");
        }
        SqlType type = rowType();
        return isNothing ? Value.ofNull(type) : RowValue.of(type, fields);
    }

    /** The type of a record's row. */
    SqlType rowType() {
        return SqlType.ofRow(kind.isFixed() ? kind.fixed() : RowValue.typeOf(row));
    }

    /** @param shape null to forget what it was; @param values null for NULL */
    void set(Schema shape, List<Value> values) {
        row = shape;
        isNothing = values == null;
        fields = isNothing && shape != null ? nulls(shape) : values;
    }

    void setField(int index, Value next) {
        List<Value> changed = new ArrayList<>(fields);
        changed.set(index, next);
        fields = changed;
        isNothing = false;
    }

    static List<Value> nulls(Schema shape) {
        return shape.fields().stream().map(field -> Value.ofNull(field.type())).toList();
    }
}
