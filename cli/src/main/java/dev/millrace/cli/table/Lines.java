package dev.millrace.cli.table;

/**
 * The characters that tables are drawn with, as psql's {@code linestyle} has them.
 *
 * @param top     the rule over a table: begin, line, crossing, end
 * @param middle  the one under its headings
 * @param bottom  the one under it
 * @param bar     stands between columns, and beside them
 * @param more    stands after a line that goes on below because the value has a line break
 * @param wrap    stands after a line that goes on below because the column is too narrow
 */
public record Lines(String name, String top, String middle, String bottom, String bar, String more, String wrap) {
    public static final Lines ASCII = new Lines("ascii", "+-++", "+-++", "+-++", "|", "+", ".");
    public static final Lines OLD_ASCII = new Lines("old-ascii", "+-++", "+-++", "+-++", "|", "+", " ");
    public static final Lines UNICODE = new Lines("unicode", "┌─┬┐", "├─┼┤", "└─┴┘", "│", "↵", "…");

    /** Which rule of a table: over it, under its headings, under it. */
    public enum Place {
        TOP, MIDDLE, BOTTOM
    }

    private String rule(Place place) {
        return switch (place) {
            case TOP -> top;
            case MIDDLE -> middle;
            case BOTTOM -> bottom;
        };
    }

    String begin(Place place) {
        return rule(place).substring(0, 1);
    }

    String line(Place place) {
        return rule(place).substring(1, 2);
    }

    String crossing(Place place) {
        return rule(place).substring(2, 3);
    }

    String end(Place place) {
        return rule(place).substring(3, 4);
    }

    /** The style of this name, or null. */
    public static Lines named(String name) {
        return switch (name) {
            case "ascii" -> ASCII;
            case "old-ascii" -> OLD_ASCII;
            case "unicode" -> UNICODE;
            default -> null;
        };
    }
}
