package dev.millrace.executor.function;

import java.util.LinkedHashMap;
import java.util.Map;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * A POSIX regular expression, run in time linear in the text. PostgreSQL's word escapes are translated; back references
 * and lookaround, which no linear engine has, are refused.
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

    private final Pattern pattern;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
    }

    static Regex compile(String pattern) {
        return compile(pattern, "");
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
        Regex compiled = new Regex(parse(pattern, flags));
        synchronized (CACHE) {
            CACHE.put(key, compiled);
        }
        return compiled;
    }

    private static Pattern parse(String pattern, String flags) {
        int options = Pattern.DOTALL;
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
                default ->
                    throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "invalid regular expression option: \"" + flags.charAt(i) + "\"");
            }
        }
        if (hasLazyQuantifier(source) && flags.indexOf('q') < 0 && !pattern.startsWith("***=")) {
            source = RegexGreed.adapted(source);
        }
        if (!hasLazyQuantifier(source)) {
            options |= Pattern.LONGEST_MATCH;
        }
        try {
            return Pattern.compile(source, options);
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
                    default -> {
                        if (next >= '1' && next <= '9') {
                            throw SqlException.unsupported("a back reference in a regular expression");
                        }
                        out.append('\\').append(next);
                    }
                }
            } else if (isLookaround(body, i)) {
                throw SqlException.unsupported("lookaround in a regular expression");
            } else if (body.startsWith("[[:<:]]", i) || body.startsWith("[[:>:]]", i)) {
                out.append("\\b");
                i += 6;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isLookaround(String pattern, int at) {
        return pattern.startsWith("(?=", at)
                || pattern.startsWith("(?!", at)
                || pattern.startsWith("(?<=", at)
                || pattern.startsWith("(?<!", at);
    }

    boolean find(String text) {
        return pattern.matcher(text).find();
    }

    Matcher matcher(String text) {
        return pattern.matcher(text);
    }
}
