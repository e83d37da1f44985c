package dev.millrace.cli.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts text into SQL statements and backslash commands, line by line, as it is typed or read. It knows strings, quoted
 * names, dollar quotes, comments (they nest) and parentheses; it does not know SQL beyond that.
 */
final class InputSplitter {
    /** A piece of input that can be acted on; the line is where it begins, from 1. */
    sealed interface Piece {
        int line();

        /** SQL up to a semicolon (which is not part of it). */
        record Sql(String text, int line) implements Piece {
        }

        /**
         * A backslash command with its arguments; {@code pending} is the SQL that stood before it and has not been
         * sent.
         */
        record Command(String text, String pending, int line) implements Piece {
        }
    }

    /** Commands that send the SQL before them: {@code select 1 \gx}. All others leave it for what comes. */
    private static final List<String> SENDING =
            List.of("\\g", "\\gx", "\\watch", "\\live", "\\gdesc", "\\r", "\\reset", "\\e",
            "\\edit");

    private final StringBuilder sql = new StringBuilder();
    private int lineNumber;
    private int sqlLine = 1;
    private int parentheses;
    private int commentDepth;
    /** The closing text of the string or quoted name that is open: ', ", $tag$; empty when none is. */
    private String openQuote = "";
    private boolean hasEscapes;

    /** Takes one more line and gives what is complete. */
    List<Piece> feed(String line) {
        lineNumber++;
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (!openQuote.isEmpty()) {
                at = insideQuote(line, at);
            } else if (commentDepth > 0) {
                at = insideComment(line, at);
            } else if (line.startsWith("--", at)) {
                append(line.substring(at));
                at = line.length();
            } else if (line.charAt(at) == '\\') {
                pieces.add(command(line.substring(at).strip()));
                return pieces;
            } else {
                at = plain(line, at, pieces);
            }
        }
        if (!sql.isEmpty()) {
            sql.append('\n');
        }
        return pieces;
    }

    /** What is left at the end of a file: a last statement without its semicolon. */
    List<Piece> finish() {
        List<Piece> pieces = new ArrayList<>();
        end(pieces);
        return pieces;
    }

    /** Whether a statement has begun and not ended. */
    boolean isPending() {
        return !sql.toString().isBlank() && !isOnlyComment();
    }

    String pendingText() {
        return sql.toString().strip();
    }

    /** Puts back text that is still to be completed, as after {@code \e}. */
    void reset() {
        sql.setLength(0);
        parentheses = 0;
        commentDepth = 0;
        openQuote = "";
    }

    /** The character a prompt shows: what keeps the statement open. */
    char openMark() {
        if (!openQuote.isEmpty()) {
            return openQuote.charAt(0);
        }
        if (commentDepth > 0) {
            return '*';
        }
        return parentheses > 0 ? '(' : isPending() ? '-' : '=';
    }

    private boolean isOnlyComment() {
        return openQuote.isEmpty() && commentDepth == 0
                && sql.toString().lines().allMatch(l -> l.isBlank() || l.strip().startsWith("--"));
    }

    private Piece command(String text) {
        String name = text.split("[\\s]", 2)[0].toLowerCase(Locale.ROOT);
        String pending = pendingText();
        if (SENDING.contains(name)) {
            reset();
        }
        return new Piece.Command(text, pending, lineNumber);
    }

    private int plain(String line, int at, List<Piece> pieces) {
        char c = line.charAt(at);
        if (c == ';' && parentheses <= 0) {
            end(pieces);
            return at + 1;
        }
        if (line.startsWith("/*", at)) {
            commentDepth = 1;
            append("/*");
            return at + 2;
        }
        if (c == '\'' || c == '"') {
            openQuote = String.valueOf(c);
            hasEscapes = c == '\'' && at > 0 && Character.toLowerCase(line.charAt(at - 1)) == 'e'
                    && (at == 1 || !Character.isJavaIdentifierPart(line.charAt(at - 2)));
        } else if (c == '$' && (at == 0 || !Character.isJavaIdentifierPart(line.charAt(at - 1)))) {
            String tag = dollarTag(line, at);
            if (!tag.isEmpty()) {
                openQuote = tag;
                hasEscapes = false;
                append(tag);
                return at + tag.length();
            }
        } else if (c == '(') {
            parentheses++;
        } else if (c == ')') {
            parentheses--;
        }
        append(String.valueOf(c));
        return at + 1;
    }

    private int insideQuote(String line, int at) {
        if (hasEscapes && line.charAt(at) == '\\' && at + 1 < line.length()) {
            append(line.substring(at, at + 2));
            return at + 2;
        }
        if (line.startsWith(openQuote, at)) {
            append(openQuote);
            at += openQuote.length();
            openQuote = ""; // a doubled quote opens it again at once, which comes to the same
            return at;
        }
        append(String.valueOf(line.charAt(at)));
        return at + 1;
    }

    private int insideComment(String line, int at) {
        if (line.startsWith("/*", at) || line.startsWith("*/", at)) {
            commentDepth += line.charAt(at) == '/' ? 1 : -1;
            append(line.substring(at, at + 2));
            return at + 2;
        }
        append(String.valueOf(line.charAt(at)));
        return at + 1;
    }

    /** {@code $$} or {@code $tag$} at this place, or nothing: {@code $1} is a parameter. */
    private static String dollarTag(String line, int at) {
        int end = at + 1;
        while (end < line.length() && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '_')) {
            end++;
        }
        boolean isTag = end < line.length() && line.charAt(end) == '$' && !Character.isDigit(line.charAt(at + 1));
        return isTag ? line.substring(at, end + 1) : "";
    }

    private void append(String text) {
        if (sql.isEmpty()) {
            if (text.isBlank()) {
                return;
            }
            sqlLine = lineNumber;
        }
        sql.append(text);
    }

    private void end(List<Piece> pieces) {
        if (isPending()) {
            pieces.add(new Piece.Sql(sql.toString().strip(), sqlLine));
        }
        reset();
    }
}
