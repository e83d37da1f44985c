package dev.millrace.executor.function;

import java.util.LinkedHashMap;
import java.util.Map;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * A POSIX regular expression, run in time linear in the text. PostgreSQL's word escapes are translated. Only back
 * references, lookaround and mixed greed, which no linear engine has, are left to one that goes back where it must.
 */
final class Regex {

    private static final int CACHED_MAX = 256;

    private static final Map<String, Regex> CACHE = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Regex> eldest) {
            return size() > CACHED_MAX;
        }
    };

    /** Null where {@link #searching} is not. */
    private final Pattern pattern;
    private final dev.millrace.executor.regex.Pattern searching;

    private Regex(Pattern pattern, dev.millrace.executor.regex.Pattern searching) {
        this.pattern = pattern;
        this.searching = searching;
    }

    static Regex compile(String pattern) {
        return compile(pattern, "");
    }

    /** Each quantifier as it says by itself, and the first alternative that fits. */
    static Regex asWritten(String source) {
        try {
            return new Regex(Pattern.compile(source, Pattern.DOTALL), null);
        } catch (PatternSyntaxException malformed) {
            throw invalid(reason(malformed.getDescription()));
        }
    }

    /** @param flags of PostgreSQL: i, c, n, m, p, w, s, x, q, e; g is for the caller */
    static Regex compile(String pattern, String flags) {
        String key = flags + '\0' + pattern;
        synchronized (CACHE) {
            Regex known = CACHE.get(key);
            if (known != null) {
                return known;
            }
        }
        Regex compiled = parse(pattern, flags);
        synchronized (CACHE) {
            CACHE.put(key, compiled);
        }
        return compiled;
    }

    private static Regex parse(String pattern, String flags) {
        int options = Pattern.DOTALL;
        boolean isLiteral = flags.indexOf('q') >= 0 || pattern.startsWith("***=");
        if (!isLiteral && (needsSearch(pattern) || flags.indexOf('x') >= 0)) {
            return searching(pattern, flags);
        }
        String source = translate(pattern);
        for (int i = 0; i < flags.length(); i++) {
            switch (flags.charAt(i)) {
                case 'i' -> options |= Pattern.CASE_INSENSITIVE;
                case 'c' -> options &= ~Pattern.CASE_INSENSITIVE;
                case 'n', 'm' -> options = options & ~Pattern.DOTALL | Pattern.MULTILINE;
                case 'p' -> options &= ~Pattern.DOTALL;
                case 'w' -> options |= Pattern.MULTILINE;
                case 'q' -> source = Pattern.quote(pattern);
                case 's', 'e', 'g', 't' -> {}
                default -> throw invalidOption(flags.charAt(i));
            }
        }
        if (hasLazyQuantifier(source) && !isLiteral) {
            String adapted = RegexGreed.adapted(source);
            if (adapted == null) {
                return searching(pattern, flags);
            }
            source = adapted;
        }
        if (!hasLazyQuantifier(source)) {
            options |= Pattern.LONGEST_MATCH;
        }
        try {
            return new Regex(Pattern.compile(source, options), null);
        } catch (PatternSyntaxException malformed) {
            throw invalid(reason(malformed.getDescription()));
        }
    }

    private static SqlException invalid(String reason) {
        return new SqlException(
                SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + reason);
    }

    /** In PostgreSQL's words. */
    private static String reason(String description) {
        return switch (description) {
            case "missing closing )", "unexpected )", "regex/unexpected )" -> "parentheses () not balanced";
            case "missing closing ]" -> "brackets [] not balanced";
            case "missing argument to repetition operator", "invalid nested repetition operator" ->
                "quantifier operand invalid";
            case "invalid repeat count" -> "invalid repetition count(s)";
            case "invalid character class range" -> "invalid character range";
            case "trailing backslash at end of expression", "invalid escape sequence" ->
                "invalid escape \\ sequence";
            default -> description;
        };
    }

    private static boolean hasLazyQuantifier(String source) {
        for (int i = 1; i < source.length(); i++) {
            if (source.charAt(i) == '?' && "*+?}".indexOf(source.charAt(i - 1)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Escapes that mean something else, or nothing, to the engine. */
    private static String translate(String pattern) {
        StringBuilder out = new StringBuilder(pattern.length());
        String body = pattern.startsWith("***:") ? pattern.substring(4) : pattern;
        if (pattern.startsWith("***=")) {
            return Pattern.quote(pattern.substring(4));
        }
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\\' && i + 1 < body.length()) {
                char next = body.charAt(++i);
                switch (next) {
                    case 'm', 'M', 'y' -> out.append("\\b");
                    case 'b' -> out.append("\\x08");
                    case 'B' -> out.append("\\\\");
                    case 'Y' -> out.append("\\B");
                    case 'Z' -> out.append("\\z");
                    default -> out.append('\\').append(next);
                }
            } else if (body.startsWith("[[:<:]]", i) || body.startsWith("[[:>:]]", i)) {
                out.append("\\b");
                i += 6;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Whether there are back references or lookaround. */
    private static boolean needsSearch(String pattern) {
        boolean isInBrackets = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                char next = pattern.charAt(++i);
                if (!isInBrackets && next >= '1' && next <= '9') {
                    return true;
                }
            } else if (isInBrackets) {
                isInBrackets = c != ']';
            } else if (c == '[') {
                isInBrackets = true;
                i += i + 1 < pattern.length() && pattern.charAt(i + 1) == '^' ? 1 : 0;
                i += i + 1 < pattern.length() && pattern.charAt(i + 1) == ']' ? 1 : 0;
            } else if (isLookaround(pattern, i)) {
                return true;
            }
        }
        return false;
    }

    private static Regex searching(String pattern, String flags) {
        String body = pattern.startsWith("***:") ? pattern.substring(4) : pattern;
        StringBuilder all = new StringBuilder(flags);
        if (body.matches("(?s)\\(\\?[a-z]+\\).*")) {
            int end = body.indexOf(')');
            all.append(body, 2, end);
            body = body.substring(end + 1);
        }
        boolean ignoresCase = false;
        boolean isDotLineBound = false;
        boolean areAnchorsOfLines = false;
        boolean isExpanded = false;
        for (int i = 0; i < all.length(); i++) {
            switch (all.charAt(i)) {
                case 'i' -> ignoresCase = true;
                case 'c' -> ignoresCase = false;
                case 'n', 'm' -> {
                    isDotLineBound = true;
                    areAnchorsOfLines = true;
                }
                case 'p' -> {
                    isDotLineBound = true;
                    areAnchorsOfLines = false;
                }
                case 'w' -> {
                    isDotLineBound = false;
                    areAnchorsOfLines = true;
                }
                case 's' -> {
                    isDotLineBound = false;
                    areAnchorsOfLines = false;
                }
                case 'x' -> isExpanded = true;
                case 't' -> isExpanded = false;
                case 'e', 'g' -> {}
                default -> throw invalidOption(all.charAt(i));
            }
        }
        return new Regex(null, dev.millrace.executor.regex.Pattern.read(
                body,
                new dev.millrace.executor.regex.Pattern.Options(
                        ignoresCase, isDotLineBound, areAnchorsOfLines, isExpanded)));
    }

    private static SqlException invalidOption(char option) {
        return new SqlException(
                SqlState.INVALID_PARAMETER_VALUE, "invalid regular expression option: \"" + option + "\"");
    }

    private static boolean isLookaround(String pattern, int at) {
        return pattern.startsWith("(?=", at)
                || pattern.startsWith("(?!", at)
                || pattern.startsWith("(?<=", at)
                || pattern.startsWith("(?<!", at);
    }

    boolean find(String text) {
        return searching == null ? pattern.matcher(text).find() : searching.search(text).find();
    }

    RegexMatches matcher(String text) {
        return searching == null
                ? RegexMatches.of(pattern.matcher(text))
                : RegexMatches.of(searching.search(text));
    }
}
