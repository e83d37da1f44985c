package dev.millrace.executor.plan;

import java.util.ArrayList;
import java.util.List;

/** The columns of a relation or of an operator's output, in order. Names may repeat in query results. */
public record Schema(List<Field> fields) {

    public static final Schema EMPTY = new Schema(List.of());

    /**
     * One column.
     *
     * @param name as the user sees it
     * @param nullable false only when NULL can never occur
     */
    public record Field(String name, SqlType type, boolean nullable) {}

    public Schema {
        fields = List.copyOf(fields);
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields));
    }

    public int size() {
        return fields.size();
    }

    public Field field(int index) {
        return fields.get(index);
    }

    public SqlType type(int index) {
        return fields.get(index).type();
    }

    /** Position of the first column with this name, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The columns at these positions, in the given order. */
    public Schema select(List<Integer> columns) {
        List<Field> selected = new ArrayList<>(columns.size());
        for (int column : columns) {
            selected.add(fields.get(column));
        }
        return new Schema(selected);
    }

    /** This schema's columns followed by the other's. */
    public Schema concat(Schema other) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(other.fields);
        return new Schema(all);
    }
}
