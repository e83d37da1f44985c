package dev.millrace.cli.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An answer: named columns and rows of texts; a null value is null. */
public record Grid(List<Column> columns, List<List<String>> rows) {
    public Grid {
        columns = List.copyOf(columns);
        List<List<String>> copies = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            copies.add(Collections.unmodifiableList(row)); // not List.copyOf: values may be null
        }
        rows = Collections.unmodifiableList(copies);
    }

    /** What a column's values are, as far as their look depends on it. */
    public enum Kind {
        TEXT, NUMBER, TRUTH, JSON
    }

    /** A column; numbers stand at the right. */
    public record Column(String name, boolean isRightAligned, Kind kind) {
        public Column(String name, boolean isRightAligned) {
            this(name, isRightAligned, isRightAligned ? Kind.NUMBER : Kind.TEXT);
        }
    }

    /** The count of rows as psql writes it under an answer. */
    public String footer() {
        return rows.size() == 1 ? "(1 row)" : "(" + rows.size() + " rows)";
    }
}
