package dev.millrace.cli.sql;

import java.util.Locale;

/**
 * The pattern of a describing command: {@code *} and {@code ?}, a dot between schema and name, double quotes for what
 * is meant as it is.
 */
final class NamePattern {
    private String schema;
    private String name = "";
    private int dots;

    private NamePattern() {
    }

    /** Reads a pattern; null stays null: everything. */
    static NamePattern of(String text) {
        return of(text, false);
    }

    /** @param isLiteral whether signs are meant as they are, but for {@code *} and {@code ?}: names of operators */
    static NamePattern of(String text, boolean isLiteral) {
        if (text == null) {
            return null;
        }
        NamePattern pattern = new NamePattern();
        StringBuilder part = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                boolean isDoubled = isQuoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (isDoubled) {
                    part.append('"');
                    i++;
                } else {
                    isQuoted = !isQuoted;
                }
            } else if (!isQuoted && c == '.') {
                pattern.schema = part.toString();
                pattern.dots++;
                part.setLength(0);
            } else if (!isQuoted && c == '*') {
                part.append(".*");
            } else if (!isQuoted && c == '?') {
                part.append('.');
            } else if (c == '$' || (isQuoted || isLiteral) && "|*+?()[]{}.^\\".indexOf(c) >= 0) {
                part.append('\\').append(c);
            } else {
                part.append(isQuoted ? String.valueOf(c) : String.valueOf(c).toLowerCase(Locale.ROOT));
            }
        }
        pattern.name = part.toString();
        return pattern;
    }

    /** Whether more dots were given than names have parts. */
    boolean isTooLong() {
        return dots > 2;
    }

    /**
     * The conditions that it comes to, each beginning with AND.
     *
     * @param schemaColumn null: these objects are in no schema
     * @param visible      true for objects that need no schema before their names; null: all are
     */
    String conditions(String schemaColumn, String nameColumn, String visible) {
        StringBuilder text = new StringBuilder();
        if (!name.equals(".*") && !name.isEmpty()) {
            text.append("\n  AND ").append(nameColumn).append(" OPERATOR(pg_catalog.~) ").append(regex(name));
        }
        if (schema != null && schemaColumn != null && !schema.equals(".*")) {
            text.append("\n  AND ").append(schemaColumn).append(" OPERATOR(pg_catalog.~) ").append(regex(schema));
        } else if (schema == null && visible != null) {
            text.append("\n  AND ").append(visible);
        }
        return text.toString();
    }

    private static String regex(String part) {
        String text = dev.millrace.cli.text.Variables.string("^(" + part + ")$").strip();
        return text + " COLLATE pg_catalog.default";
    }
}
