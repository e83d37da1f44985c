package dev.millrace.cli.table;

/** Values as JSON. */
final class Json {
    private Json() {
    }

    static String value(String value, Grid.Column column) {
        if (value == null) {
            return "null";
        }
        return switch (column.kind()) {
            case NUMBER -> value.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?") ? value : string(value); // not NaN
            case TRUTH -> value.equals("t") ? "true" : value.equals("f") ? "false" : string(value);
            case JSON -> value.replace("\n", " ");
            case TEXT -> string(value);
        };
    }

    static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
