package dev.millrace.sql.parser;

import java.util.List;

/**
 * A statement's text with constants taken out: what is left, the template, is the same text for all statements that
 * differ in these constants only, and so can share what was made of it.
 *
 * @param template the text with {@code $n} in the place of each constant
 * @param parameters how many parameters the statement has by itself; the first constant is the one after
 * @param constants in the order of their parameters
 */
public record LiftedText(String template, int parameters, List<Constant> constants) {
    public LiftedText {
        constants = List.copyOf(constants);
    }

    /**
     * A constant.
     *
     * @param isText a string, whose type its place decides; otherwise a number
     * @param text the string's value, or the number with its sign
     */
    public record Constant(boolean isText, String text) {
        /** A number without point: its size decides its type, before the sign is counted. */
        public boolean isInteger() {
            return !isText && text.indexOf('.') < 0;
        }
    }
}
