package dev.millrace.executor.regex;

/**
 * A regular expression that is matched by going back where it must: the time that a text takes is bounded by
 * {@link Search#STEPS_MAX}, not by the text's length.
 *
 * @param groups how many there are
 * @param pieces how many there are, over all levels
 * @param ignoresCase whether a group is found again in other case, too
 */
public record Pattern(Piece root, int groups, int pieces, boolean ignoresCase) {

    /** How an expression is read. */
    public record Options(boolean ignoresCase, boolean isDotLineBound, boolean areAnchorsOfLines, boolean isExpanded) {}

    /** @throws dev.millrace.executor.plan.SqlException 2201B when it is none */
    public static Pattern read(String expression, Options options) {
        return new PatternReader(expression, options).read();
    }

    public Search search(String text) {
        return new Search(this, text);
    }
}
