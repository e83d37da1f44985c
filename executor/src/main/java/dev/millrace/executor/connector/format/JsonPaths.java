package dev.millrace.executor.connector.format;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.plan.Schema;

/**
 * Which keys of a JSON document are columns: a tree by key. A key means the column of the same name, or else the one
 * whose name is the same but for case, because SQL folds names that are not quoted.
 */
final class JsonPaths {

    /** What a key leads to. */
    static final class Node {
        private final Map<String, Node> byKey = new HashMap<>();
        private final Map<String, Node> byFoldedKey = new HashMap<>();
        /** The column that the value is, or -1. */
        private final int column;
        /** Whether the value is the object that holds the row. */
        private boolean isRow;

        private Node(int column) {
            this.column = column;
        }

        Node child(String key) {
            Node exact = byKey.get(key);
            return exact != null || byFoldedKey.isEmpty() ? exact : byFoldedKey.get(key.toLowerCase(Locale.ROOT));
        }

        int column() {
            return column;
        }

        boolean isRow() {
            return isRow;
        }
    }

    private final Node document = new Node(-1);

    /** @param root the dotted path of the object that holds the row, or null when it is the document itself */
    JsonPaths(Schema schema, String root) {
        Node row = document;
        if (root != null) {
            for (String key : root.split("\\.", -1)) {
                Node inner = new Node(-1);
                row.byKey.put(key, inner);
                row = inner;
            }
        }
        row.isRow = true;
        for (int i = 0; i < schema.size(); i++) {
            String name = schema.field(i).name();
            Node leaf = new Node(i);
            row.byKey.putIfAbsent(name, leaf);
            row.byFoldedKey.putIfAbsent(name.toLowerCase(Locale.ROOT), leaf);
        }
    }

    Node document() {
        return document;
    }
}
