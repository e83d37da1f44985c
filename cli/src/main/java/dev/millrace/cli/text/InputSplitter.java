package dev.millrace.cli.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Cuts text into SQL statements and backslash commands, line by line, as it is typed or read, and puts variables in. It
 * knows strings, quoted names, dollar quotes, comments (they nest) and parentheses; it does not know SQL beyond that.
 * Pieces are taken one by one: what a command changes (a variable, whether text counts) holds from there on, also
 * within the line.
 */
public final class InputSplitter {
    /** A piece of input that can be acted on; the line is where it begins, from 1. */
    public sealed interface Piece {
        int line();

        /** SQL up to its semicolon, or to the end of the input. */
        record Sql(String text, int line) implements Piece {
        }

        /** A backslash command, and the text of its arguments. The SQL before it is still in the splitter. */
        record Command(String name, String arguments, int line) implements Piece {
        }
    }

    /** SQL that has begun and not ended, to come back to. */
    public record Mark(String sql, int sqlLine, int parentheses) {
    }

    /** A variable whose value is being read, until so many characters of the line are left. */
    private record Expansion(String name, int charactersAfter) {
    }

    /** Commands whose argument is all of their line, backslashes included. */
    private static final Set<String> WHOLE_LINE =
            Set.of("\\!", "\\copy", "\\h", "\\help", "\\sf", "\\sf+", "\\sv", "\\sv+", "\\ef", "\\ev", "\\live");
    /** Commands that may write to a program: {@code |} and all of the line after it. */
    private static final Set<String> PIPING = Set.of("\\g", "\\gx", "\\o", "\\out", "\\w", "\\write");

    private final Variables variables;
    private final StringBuilder sql = new StringBuilder();
    private final Deque<Expansion> expansions = new ArrayDeque<>();
    private String line = "";
    private int at;
    private boolean isLineOpen;
    private int lineNumber;
    private int sqlLine = 1;
    private int parentheses;
    private int commentDepth;
    /** The closing text of the string or quoted name that is open: ', ", $tag$; empty when none is. */
    private String openQuote = "";
    private boolean hasEscapes;

    public InputSplitter(Variables variables) {
        this.variables = variables;
    }

    /** One that goes on where the other is, and leaves that as it is. */
    public InputSplitter(InputSplitter other) {
        this(other.variables);
        sql.append(other.sql);
        lineNumber = other.lineNumber;
        sqlLine = other.sqlLine;
        parentheses = other.parentheses;
        commentDepth = other.commentDepth;
        openQuote = other.openQuote;
        hasEscapes = other.hasEscapes;
    }

    /** Takes one more line; its pieces are then to be taken until there is none. */
    public void feed(String next) {
        lineNumber++;
        line = next;
        at = 0;
        isLineOpen = true;
        expansions.clear();
    }

    /** The next piece of the line that is complete; null when the line is used up. */
    public Piece next() {
        while (at < line.length()) {
            if (!openQuote.isEmpty()) {
                insideQuote();
            } else if (commentDepth > 0) {
                insideComment();
            } else if (line.startsWith("--", at)) {
                append(line.substring(at));
                at = line.length();
            } else if (line.startsWith("\\;", at) || line.startsWith("\\:", at)) {
                append(line.substring(at + 1, at + 2));
                at += 2;
            } else if (line.charAt(at) == '\\') {
                return command();
            } else if (line.charAt(at) == ';' && parentheses <= 0) {
                at++;
                if (isPending()) {
                    sql.append(';');
                }
                Piece statement = end();
                if (statement != null) {
                    return statement;
                }
            } else {
                plain();
            }
        }
        if (isLineOpen && !sql.isEmpty()) {
            sql.append('\n');
        }
        boolean endsHere = isLineOpen && variables.isOn("SINGLELINE") && openQuote.isEmpty() && commentDepth == 0;
        isLineOpen = false;
        return endsHere ? end() : null;
    }

    /** What is left at the end of a file: a last statement without its semicolon; null when there is none. */
    public Piece finish() {
        return end();
    }

    /** Whether a statement has begun and not ended. */
    public boolean isPending() {
        return !sql.toString().isBlank() && !isOnlyComment();
    }

    public String pendingText() {
        return isPending() ? sql.toString().strip() : "";
    }

    /** Forgets what has begun. */
    public void reset() {
        sql.setLength(0);
        parentheses = 0;
        commentDepth = 0;
        openQuote = "";
    }

    /** Puts text in the place of what has begun, as after {@code \e}. */
    public void replace(String text) {
        reset();
        String rest = line.substring(at);
        int number = lineNumber;
        text.lines().forEach(own -> {
            feed(own);
            while (at < line.length()) {
                plainOrQuoted();
            }
            sql.append('\n');
        });
        lineNumber = number;
        sqlLine = number;
        line = rest;
        at = 0;
    }

    public Mark mark() {
        return new Mark(sql.toString(), sqlLine, parentheses);
    }

    public void restore(Mark mark) {
        reset();
        sql.append(mark.sql());
        sqlLine = mark.sqlLine();
        parentheses = mark.parentheses();
    }

    /** The character a prompt shows: what keeps the statement open. */
    public char openMark() {
        if (!openQuote.isEmpty()) {
            return openQuote.charAt(0);
        }
        if (commentDepth > 0) {
            return '*';
        }
        return parentheses > 0 ? '(' : isPending() ? '-' : '=';
    }

    public int lineNumber() {
        return lineNumber;
    }

    /** A line of the input was read by somebody else: it counts all the same. */
    public void skipLine() {
        lineNumber++;
    }

    private boolean isOnlyComment() {
        return openQuote.isEmpty() && commentDepth == 0 && SqlTokens.of(sql.toString()).stream()
                .allMatch(token -> token.kind() == SqlTokens.Kind.SPACE || token.kind() == SqlTokens.Kind.COMMENT);
    }

    /** The command that begins here: up to the next backslash outside of quotes, or to the end of the line. */
    private Piece command() {
        int begin = at;
        int end = begin + 1;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end)) && line.charAt(end) != '\\') {
            end++;
        }
        if (end == begin + 1 && line.startsWith("\\\\", begin)) {
            at = begin + 2; // only parts commands
            return next();
        }
        String name = line.substring(begin, end);
        int stop = WHOLE_LINE.contains(name) ? line.length() : endOfArguments(end, PIPING.contains(name));
        at = line.startsWith("\\\\", stop) ? stop + 2 : stop;
        return new Piece.Command(name, line.substring(end, stop).strip(), lineNumber);
    }

    private int endOfArguments(int from, boolean mayPipe) {
        char quote = 0;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == '\\' && quote == '\'') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\\') {
                return i;
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == '|' && mayPipe && Character.isWhitespace(line.charAt(i - 1))) {
                return line.length();
            }
        }
        return line.length();
    }

    private void plainOrQuoted() {
        if (!openQuote.isEmpty()) {
            insideQuote();
        } else if (commentDepth > 0) {
            insideComment();
        } else if (line.startsWith("--", at)) {
            append(line.substring(at));
            at = line.length();
        } else {
            plain();
        }
    }

    private void plain() {
        char c = line.charAt(at);
        if (line.startsWith("/*", at)) {
            commentDepth = 1;
            append("/*");
            at += 2;
            return;
        }
        if (line.startsWith("::", at) || line.startsWith(":=", at)) {
            append(line.substring(at, at + 2));
            at += 2;
            return;
        }
        if (c == ':' && variable()) {
            return;
        }
        if (c == '\'' || c == '"') {
            openQuote = String.valueOf(c);
            hasEscapes = c == '\'' && at > 0 && Character.toLowerCase(line.charAt(at - 1)) == 'e'
                    && (at == 1 || !Character.isJavaIdentifierPart(line.charAt(at - 2)));
        } else if (c == '$' && (at == 0 || !Character.isJavaIdentifierPart(line.charAt(at - 1)))) {
            String tag = SqlTokens.dollarTag(line, at);
            if (!tag.isEmpty()) {
                openQuote = tag;
                hasEscapes = false;
                append(tag);
                at += tag.length();
                return;
            }
        } else if (c == '(') {
            parentheses++;
        } else if (c == ')') {
            parentheses--;
        }
        append(String.valueOf(c));
        at++;
    }

    /** Puts in the variable that is named here, if one is; a plain one is read on as if it had been typed. */
    private boolean variable() {
        Variables.Use use = variables.use(line, at);
        if (use == null) {
            return false;
        }
        while (!expansions.isEmpty() && line.length() - at <= expansions.peek().charactersAfter()) {
            expansions.pop();
        }
        if (use.isLiteral()) {
            append(use.text());
            at = use.end();
            return true;
        }
        if (expansions.stream().anyMatch(e -> e.name().equals(use.name()))) {
            return false; // a variable that names itself
        }
        int after = line.length() - use.end();
        line = line.substring(0, at) + use.text() + line.substring(use.end());
        expansions.push(new Expansion(use.name(), after));
        return true;
    }

    private void insideQuote() {
        if (hasEscapes && line.charAt(at) == '\\' && at + 1 < line.length()) {
            append(line.substring(at, at + 2));
            at += 2;
        } else if (line.startsWith(openQuote, at)) {
            append(openQuote);
            at += openQuote.length();
            openQuote = ""; // a doubled quote opens it again at once, which comes to the same
        } else {
            append(String.valueOf(line.charAt(at)));
            at++;
        }
    }

    private void insideComment() {
        if (line.startsWith("/*", at) || line.startsWith("*/", at)) {
            commentDepth += line.charAt(at) == '/' ? 1 : -1;
            append(line.substring(at, at + 2));
            at += 2;
        } else {
            append(String.valueOf(line.charAt(at)));
            at++;
        }
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

    private Piece end() {
        Piece piece = isPending() ? new Piece.Sql(sql.toString().strip(), sqlLine) : null;
        reset();
        return piece;
    }
}
