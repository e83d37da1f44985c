package dev.millrace.executor.jsonpath;

/**
 * A word of a path.
 *
 * @param text of a string or name what it says; otherwise as it is written
 * @param start where it begins in the path
 */
record JsonPathToken(Kind kind, String text, int start, int end) {

    /** What a token is. */
    enum Kind {
        NAME,
        STRING,
        VARIABLE,
        INTEGER,
        NUMBER,
        MARK,
        END
    }

    boolean isMark(String mark) {
        return kind == Kind.MARK && text.equals(mark);
    }

    /** A keyword in any case. */
    boolean isWord(String word) {
        return kind == Kind.NAME && text.equalsIgnoreCase(word);
    }
}
