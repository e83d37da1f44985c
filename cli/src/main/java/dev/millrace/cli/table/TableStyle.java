package dev.millrace.cli.table;

/**
 * How answers are wanted: what {@code \pset}, {@code \a}, {@code \t}, {@code \x} and their command-line options set.
 *
 * @param nullText       stands for a null
 * @param isTuplesOnly   neither header nor footer
 */
public record TableStyle(Format format, Expanded expanded, boolean isTuplesOnly, String fieldSeparator, String nullText,
        boolean hasFooter) {
    public static final TableStyle PSQL = new TableStyle(Format.ALIGNED, Expanded.OFF, false, "|", "", true);

    /** The forms of an answer. */
    public enum Format {
        ALIGNED, UNALIGNED, CSV
    }

    /** Whether each column stands on a line of its own; AUTO: when the answer is wider than the screen. */
    public enum Expanded {
        OFF, ON, AUTO
    }

    public TableStyle with(Format changed) {
        return new TableStyle(changed, expanded, isTuplesOnly, fieldSeparator, nullText, hasFooter);
    }

    public TableStyle with(Expanded changed) {
        return new TableStyle(format, changed, isTuplesOnly, fieldSeparator, nullText, hasFooter);
    }

    public TableStyle withTuplesOnly(boolean changed) {
        return new TableStyle(format, expanded, changed, fieldSeparator, nullText, hasFooter);
    }

    public TableStyle withFieldSeparator(String changed) {
        return new TableStyle(format, expanded, isTuplesOnly, changed, nullText, hasFooter);
    }

    public TableStyle withNullText(String changed) {
        return new TableStyle(format, expanded, isTuplesOnly, fieldSeparator, changed, hasFooter);
    }

    public TableStyle withFooter(boolean changed) {
        return new TableStyle(format, expanded, isTuplesOnly, fieldSeparator, nullText, changed);
    }
}
