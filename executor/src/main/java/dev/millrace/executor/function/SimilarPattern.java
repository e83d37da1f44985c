package dev.millrace.executor.function;

import dev.millrace.executor.plan.SqlException;

/**
 * Patterns of SIMILAR TO as POSIX regular expressions: percent sign and underscore are any text and any character, the
 * pattern is about the whole text, and all else that SQL lets mean something means what it does to POSIX.
 */
final class SimilarPattern {

    private static final String LAZY = "*+?}";

    private final String pattern;
    private final String escape;
    private final StringBuilder out = new StringBuilder("^(?:");
    private int separators;
    /**
     * Whether each part says as a whole that it wants little or much, because of its alternatives the first is not
     * always the one.
     */
    private final boolean hasChoice;

    private SimilarPattern(String pattern, String escape) {
        PatternFunctions.checkEscape(escape);
        this.pattern = pattern;
        this.escape = escape;
        this.hasChoice = pattern.indexOf('|') >= 0;
    }

    /** For SIMILAR TO. */
    static String matching(String pattern, String escape) {
        return new SimilarPattern(pattern, escape).translated();
    }

    /** With the part that is wanted, the one between {@code escape"} and {@code escape"}, as its only group. */
    static Regex extracting(String pattern, String escape) {
        SimilarPattern similar = new SimilarPattern(pattern, escape);
        String translated = similar.translated();
        return similar.separators == 0 || similar.hasChoice
                ? Regex.compile(translated)
                : Regex.asWritten(translated);
    }

    private String translated() {
        boolean hasParts = countSeparators() > 0;
        int classStart = -1;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean isEscape = !escape.isEmpty() && pattern.startsWith(escape, i);
            if (isEscape && i + escape.length() < pattern.length()) {
                i += escape.length();
                escaped(pattern.charAt(i), classStart >= 0);
            } else if (isEscape) {
                break;
            } else if (classStart >= 0) {
                out.append(c == '\\' ? "\\\\" : String.valueOf(c));
                // A bracket that comes first, or first after ^, is a member of the class.
                boolean isFirst = i == classStart + 1 || i == classStart + 2 && pattern.charAt(i - 1) == '^';
                classStart = c == ']' && !isFirst ? -1 : classStart;
            } else {
                classStart = c == '[' ? i : -1;
                plain(c, hasParts && separators != 1 && !hasChoice);
            }
        }
        return out.append(")$").toString();
    }

    private int countSeparators() {
        int count = 0;
        for (int i = 0; !escape.isEmpty() && i + escape.length() < pattern.length(); i++) {
            if (pattern.startsWith(escape, i)) {
                i += escape.length();
                count += pattern.charAt(i) == '"' ? 1 : 0;
            }
        }
        return count;
    }

    private void escaped(char c, boolean inClass) {
        if (c != '"' || inClass) {
            out.append('\\').append(c);
            return;
        }
        if (++separators > 2) {
            throw new SqlException(
                    "2200C", "SQL regular expression may not contain more than two escape-double-quote separators");
        }
        if (hasChoice) {
            out.append(separators == 1 ? "){1,1}?(" : "){1,1}(?:");
        } else {
            out.append(separators == 1 ? ")(" : ")(?:");
        }
    }

    /** @param isLazy outside of the wanted part as little as possible is matched */
    private void plain(char c, boolean isLazy) {
        switch (c) {
            case '%' -> out.append(isLazy ? ".*?" : ".*");
            case '_' -> out.append('.');
            case '(' -> out.append("(?:");
            case '\\', '.', '^', '$' -> out.append('\\').append(c);
            default -> {
                out.append(c);
                out.append(isLazy && LAZY.indexOf(c) >= 0 ? "?" : "");
            }
        }
    }
}
