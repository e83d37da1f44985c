package dev.millrace.cli.text;

import java.util.ArrayList;
import java.util.List;

/** SQL as words, strings, numbers and signs, whatever sense they make: for colours, completion and tags. */
public final class SqlTokens {
    /** What a token is. */
    public enum Kind {
        SPACE, COMMENT, WORD, QUOTED_NAME, STRING, NUMBER, SIGN
    }

    /** A token and where it begins. */
    public record Token(Kind kind, String text, int begin) {
        public int end() {
            return begin + text.length();
        }

        public boolean isName() {
            return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
        }

        /** The name as the catalog has it. */
        public String name() {
            return kind == Kind.QUOTED_NAME
                    ? text.substring(1, text.endsWith("\"") && text.length() > 1 ? text.length() - 1 : text.length())
                            .replace("\"\"", "\"")
                    : text.toLowerCase(java.util.Locale.ROOT);
        }
    }

    private SqlTokens() {
    }

    /** All tokens in order; together they are the text. What is open at its end goes to the end. */
    public static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            Kind kind = kind(text, at);
            int end = Math.max(at + 1, end(text, at, kind));
            tokens.add(new Token(kind, text.substring(at, end), at));
            at = end;
        }
        return tokens;
    }

    /** Those that mean something. */
    public static List<Token> words(String text) {
        return of(text).stream().filter(t -> t.kind() != Kind.SPACE && t.kind() != Kind.COMMENT).toList();
    }

    private static Kind kind(String text, int at) {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            return Kind.SPACE;
        }
        if (text.startsWith("--", at) || text.startsWith("/*", at)) {
            return Kind.COMMENT;
        }
        boolean isPrefixed = "eEbBxX".indexOf(c) >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '\'';
        if (c == '\'' || isPrefixed || c == '$' && !dollarTag(text, at).isEmpty()) {
            return Kind.STRING;
        }
        if (c == '"') {
            return Kind.QUOTED_NAME;
        }
        boolean isPoint = c == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
        return Character.isDigit(c) || isPoint ? Kind.NUMBER
                : Character.isLetter(c) || c == '_' ? Kind.WORD : Kind.SIGN;
    }

    private static int end(String text, int at, Kind kind) {
        return switch (kind) {
            case SPACE -> whileAt(text, at, Character::isWhitespace);
            case COMMENT -> text.charAt(at) == '-' ? after(text, "\n", at + 2) : afterComment(text, at);
            case STRING -> afterString(text, at);
            case QUOTED_NAME -> after(text, "\"", at + 1);
            case NUMBER -> whileAt(text, at, c -> Character.isLetterOrDigit(c) || c == '.' || c == '_');
            case WORD -> whileAt(text, at, c -> Character.isLetterOrDigit(c) || c == '_' || c == '$');
            case SIGN -> at + 1;
        };
    }

    private static int afterString(String text, int at) {
        if (text.charAt(at) == '$') {
            String tag = dollarTag(text, at);
            return after(text, tag, at + tag.length());
        }
        boolean hasEscapes = Character.toLowerCase(text.charAt(at)) == 'e';
        int i = text.indexOf('\'', at) + 1;
        while (i < text.length() && text.charAt(i) != '\'') {
            i += hasEscapes && text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), i + 1);
    }

    private static int afterComment(String text, int at) {
        int depth = 0;
        int i = at;
        while (i < text.length()) {
            if (text.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        return text.length();
    }

    /** {@code $$} or {@code $tag$} at this place, or nothing: {@code $1} is a parameter. */
    static String dollarTag(String text, int at) {
        int end = whileAt(text, at + 1, c -> Character.isLetterOrDigit(c) || c == '_');
        boolean isTag = end < text.length() && text.charAt(end) == '$' && !Character.isDigit(text.charAt(at + 1));
        return isTag ? text.substring(at, end + 1) : "";
    }

    private static int after(String text, String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + mark.length();
    }

    /** Which characters belong to a token. */
    @FunctionalInterface
    private interface Belongs {
        boolean test(char c);
    }

    private static int whileAt(String text, int from, Belongs belongs) {
        int end = from;
        while (end < text.length() && belongs.test(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
