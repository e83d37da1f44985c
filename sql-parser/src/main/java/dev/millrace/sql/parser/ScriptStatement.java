package dev.millrace.sql.parser;

/**
 * A statement of a script.
 *
 * @param text the statement without its semicolon
 * @param offset where it starts in the script, in UTF-16 units from 0; a position in the statement is one in the
 *         script when {@link #positionInScript} is asked
 * @param lifted the text without its constants; null when none can be lifted
 */
public record ScriptStatement(String text, int offset, LiftedText lifted) {
    /** A position in the statement (characters from one, 0 for none) as one in the given script. */
    public int positionInScript(String script, int position) {
        return position == 0 ? 0 : position + script.codePointCount(0, offset);
    }
}
