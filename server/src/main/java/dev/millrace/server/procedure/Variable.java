package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;

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

    /**
     * What it takes.
     *
     * @param type null for a record
     * @param domain the name of the domain that it is of, or null
     * @param isFixed whether a record has the columns of a relation, and keeps them
     */
    record Kind(SqlType type, String domain, boolean isConstant, boolean isNotNull, boolean isFixed) {

        static Kind of(SqlType type) {
            return new Kind(type, null, false, false, false);
        }

        static final Kind RECORD = of((SqlType) null);
    }

    Variable(String name, Kind kind) {
        this.name = name;
        this.kind = kind;
        this.value = kind.type() == null ? null : Value.ofNull(kind.type());
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

    /** @param shape null to forget what it was */
    void set(Schema shape, List<Value> values) {
        row = shape;
        fields = values;
    }

    void setField(int index, Value next) {
        List<Value> changed = new ArrayList<>(fields);
        changed.set(index, next);
        fields = changed;
    }

    static List<Value> nulls(Schema shape) {
        return shape.fields().stream().map(field -> Value.ofNull(field.type())).toList();
    }
}
