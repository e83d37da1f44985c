package dev.millrace.planner.definition;

/**
 * How a definition is laid out.
 *
 * @param isPretty with no more parentheses than a reader needs
 * @param isIndented in lines
 * @param width what fits into one line; 0 for each column on its own
 */
public record DefinitionStyle(boolean isPretty, boolean isIndented, int width) {
    public static final DefinitionStyle PLAIN = new DefinitionStyle(false, true, 0);
    public static final DefinitionStyle PRETTY = new DefinitionStyle(true, true, 0);

    /** For an expression alone. */
    public static DefinitionStyle ofExpression(boolean isPretty) {
        return new DefinitionStyle(isPretty, false, 0);
    }
}
