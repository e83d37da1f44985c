package dev.millrace.sql.parser;

/**
 * A statement that cannot be parsed, told as PostgreSQL tells it. The position counts characters (not UTF-16 units)
 * from one, and is 0 where none can be given.
 */
public final class SqlParseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, and the SQLSTATE that stands for it. */
    public enum Kind {
        SYNTAX_ERROR("42601"),
        TOO_COMPLEX("54001"),
        UNDEFINED_PARAMETER("42P02"),
        UNSUPPORTED("0A000"),
        INVALID_NAME("42602"),
        INVALID_ESCAPE("22025"),
        INVALID_CHARACTER("22021"),
        INVALID_VALUE("22023"),
        NULL_VALUE("22004"),
        UNDEFINED_OBJECT("42704");

        private final String sqlState;

        Kind(String sqlState) {
            this.sqlState = sqlState;
        }

        public String sqlState() {
            return sqlState;
        }
    }

    private final Kind kind;
    private final int position;
    private final String hint;

    private SqlParseFailure(Kind kind, String message, int position, String hint) {
        super(message);
        this.kind = kind;
        this.position = position;
        this.hint = hint;
    }

    /** A failure at a UTF-16 offset of the text; the offset may be the text's end. */
    static SqlParseFailure at(Kind kind, String message, String text, int offset) {
        return new SqlParseFailure(kind, message, characterPosition(text, offset), "");
    }

    static SqlParseFailure syntax(String text, Lexeme found) {
        return syntax(text, found.start, found.end);
    }

    /** {@code syntax error at or near "..."} for the given range, which is empty at the end of the text. */
    static SqlParseFailure syntax(String text, int start, int end) {
        String message = start >= text.length()
                ? "syntax error at end of input"
                : "syntax error at or near \"" + text.substring(start, end) + "\"";
        return at(Kind.SYNTAX_ERROR, message, text, start);
    }

    static SqlParseFailure unsupported(String message, String text, int offset) {
        return at(Kind.UNSUPPORTED, message, text, offset);
    }

    /** The same failure, with advice for the user. */
    SqlParseFailure withHint(String newHint) {
        return new SqlParseFailure(kind, getMessage(), position, newHint);
    }

    /** The one-based position in characters of a UTF-16 offset. */
    static int characterPosition(String text, int offset) {
        return text.codePointCount(0, Math.min(offset, text.length())) + 1;
    }

    public Kind kind() {
        return kind;
    }

    public String sqlState() {
        return kind.sqlState();
    }

    /** One-based, in characters of the statement's text; 0 when unknown. */
    public int position() {
        return position;
    }

    /** Advice as a sentence, or empty. */
    public String hint() {
        return hint;
    }
}
