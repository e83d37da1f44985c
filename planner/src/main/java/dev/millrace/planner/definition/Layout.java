package dev.millrace.planner.definition;

/** The text as it grows, in PostgreSQL's indentation. */
final class Layout {

    /** Of what is inside a query; of a join, and of a list's further lines. */
    static final int QUERY = 8;

    static final int ITEM = 4;

    /** From here on, deeper levels move on by little. */
    private static final int DEEP = 40;

    private final DefinitionStyle style;
    private StringBuilder text = new StringBuilder();
    private int level;

    Layout(DefinitionStyle style) {
        this.style = style;
    }

    DefinitionStyle style() {
        return style;
    }

    int level() {
        return level;
    }

    void level(int other) {
        level = other;
    }

    Layout add(String more) {
        text.append(more);
        return this;
    }

    /** Goes to a new line, where there are lines. @param before added to the level first, {@code after}: afterwards */
    Layout line(String words, int before, int after, int further) {
        if (!style.isIndented()) {
            return add(words);
        }
        level += before;
        trim();
        int indentation = Math.max(level, 0);
        if (level >= DEEP) {
            indentation = (DEEP + (level - DEEP) / (QUERY / 2)) % DEEP;
        }
        text.append('\n').repeat(' ', indentation + further).append(words);
        level = Math.max(level + after, 0);
        return this;
    }

    private void trim() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
    }

    /** Starts what may have to go to a line of its own; ended by {@link #place}. */
    StringBuilder begin() {
        StringBuilder whole = text;
        text = new StringBuilder();
        return whole;
    }

    /** @param isMoved whether it goes to a line of its own even where it fits; whether it has several lines */
    boolean place(StringBuilder whole, boolean isFirst, boolean isMoved) {
        String part = text.toString();
        text = whole;
        boolean startsLine = part.startsWith("\n");
        if (style.isIndented()) {
            int column = text.length() - (text.lastIndexOf("\n") + 1);
            if (startsLine) {
                trim();
            } else if (!isFirst && (column + part.length() > style.width() || isMoved)) {
                line("", -QUERY, QUERY, ITEM);
            }
        }
        text.append(part);
        return part.indexOf('\n', startsLine ? 1 : 0) >= 0;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
