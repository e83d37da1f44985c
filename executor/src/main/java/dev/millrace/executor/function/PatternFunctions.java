package dev.millrace.executor.function;

import com.google.re2j.Matcher;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** LIKE, SIMILAR TO and POSIX regular expressions. */
final class PatternFunctions {

    private PatternFunctions() {}

    @SqlFunction(
            name = {"~~", "like"},
            description = "Whether a text is like a pattern of % and _.")
    static boolean like(Text text, LikePattern pattern) {
        return pattern.matches(text);
    }

    @SqlFunction(
            name = {"!~~", "notlike"},
            description = "Whether a text is not like a pattern of % and _.")
    static boolean notLike(Text text, LikePattern pattern) {
        return !pattern.matches(text);
    }

    @SqlFunction(name = "~~*", description = "Whether a text is like a pattern, in any case.")
    static boolean likeIgnoringCase(String text, LikePatternIgnoringCase pattern) {
        return pattern.matches(text);
    }

    @SqlFunction(name = "!~~*", description = "Whether a text is not like a pattern, in any case.")
    static boolean notLikeIgnoringCase(String text, LikePatternIgnoringCase pattern) {
        return !pattern.matches(text);
    }

    @SqlFunction(
            name = "like_escape",
            description = "A pattern of LIKE with another escape character, rewritten to use a backslash.")
    static String likeEscape(String pattern, String escape) {
        checkEscape(escape);
        if (escape.equals("\\")) {
            return pattern;
        }
        StringBuilder out = new StringBuilder(pattern.length() + 8);
        boolean escaped = false;
        for (int i = 0; i < pattern.length(); i++) {
            String character = pattern.substring(i, i + 1);
            if (!escaped && character.equals(escape)) {
                out.append('\\');
                escaped = true;
            } else {
                // Without an escape character, or with another one, a backslash means itself.
                out.append(character.equals("\\") && !escaped ? "\\\\" : character);
                escaped = false;
            }
        }
        return out.toString();
    }

    private static void checkEscape(String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw new SqlException("22025", "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
    }

    @SqlFunction(name = "similar_to_escape", description = "A pattern of SIMILAR TO as a regular expression.")
    static String similarToEscape(String pattern) {
        return similarToEscape(pattern, "\\");
    }

    @SqlFunction(name = "similar_to_escape", description = "A pattern of SIMILAR TO as a regular expression.")
    static String similarToEscape(String pattern, String escape) {
        checkEscape(escape);
        StringBuilder out = new StringBuilder("^(?:");
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (!escape.isEmpty() && c == escape.charAt(0)) {
                i++;
                if (i < pattern.length()) {
                    out.append('\\').append(pattern.charAt(i));
                }
            } else if (inClass) {
                out.append(c == '\\' ? "\\\\" : String.valueOf(c));
                inClass = c != ']';
            } else {
                switch (c) {
                    case '%' -> out.append(".*");
                    case '_' -> out.append('.');
                    case '(' -> out.append("(?:");
                    case '\\', '.', '^', '$' -> out.append('\\').append(c);
                    default -> out.append(c);
                }
                inClass = c == '[';
            }
        }
        return out.append(")$").toString();
    }

    @SqlFunction(name = "~", description = "Whether a regular expression matches.")
    static boolean matches(String text, Regex pattern) {
        return pattern.find(text);
    }

    @SqlFunction(name = "!~", description = "Whether a regular expression does not match.")
    static boolean notMatches(String text, Regex pattern) {
        return !pattern.find(text);
    }

    @SqlFunction(name = "~*", description = "Whether a regular expression matches, in any case.")
    static boolean matchesIgnoringCase(String text, RegexIgnoringCase pattern) {
        return pattern.regex().find(text);
    }

    @SqlFunction(name = "!~*", description = "Whether a regular expression does not match, in any case.")
    static boolean notMatchesIgnoringCase(String text, RegexIgnoringCase pattern) {
        return !pattern.regex().find(text);
    }

    @SqlFunction(name = "regexp_like", description = "Whether a regular expression matches.")
    static boolean regexpLike(String text, Regex pattern) {
        return pattern.find(text);
    }

    @SqlFunction(name = "regexp_like", description = "Whether a regular expression matches, with flags.")
    static boolean regexpLike(String text, String pattern, String flags) {
        return Regex.compile(pattern, flags).find(text);
    }

    @SqlFunction(
            name = "substring",
            description = "The part that a regular expression matches, or that its first group does; NULL without.",
            example = "substring('foobar', 'o(.)b') = 'o'")
    static String substring(String text, Regex pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(matcher.groupCount() > 0 ? 1 : 0);
    }

    @SqlFunction(
            name = "regexp_substr",
            description = "The part that a regular expression matches; NULL without.")
    static String regexpSubstring(String text, Regex pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group() : null;
    }

    @SqlFunction(name = "regexp_count", description = "How often a regular expression matches.")
    static int regexpCount(String text, Regex pattern) {
        Matcher matcher = pattern.matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    @SqlFunction(name = "regexp_instr", description = "Where a regular expression first matches; 0 without.")
    static int regexpPosition(String text, Regex pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? text.codePointCount(0, matcher.start()) + 1 : 0;
    }

    @SqlFunction(
            name = "regexp_replace",
            description = "The first match replaced; \\1 to \\9 are groups, \\& is the match.")
    static String regexpReplace(String text, Regex pattern, String replacement) {
        return replace(text, pattern, replacement, false);
    }

    @SqlFunction(
            name = "regexp_replace",
            description = "Matches replaced, with flags; g: all of them.",
            example = "regexp_replace('banana', 'a', 'o', 'g') = 'bonono'")
    static String regexpReplace(String text, String pattern, String replacement, String flags) {
        if (!flags.isEmpty() && Character.isDigit(flags.charAt(0))) {
            throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "invalid regular expression option: \"" + flags.charAt(0) + "\"")
                    .withHint("If you meant to use regexp_replace() with a start parameter, "
                            + "cast the fourth argument to integer explicitly.");
        }
        return replace(text, Regex.compile(pattern, flags), replacement, flags.indexOf('g') >= 0);
    }

    private static String replace(String text, Regex pattern, String replacement, boolean all) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder out = new StringBuilder(text.length() + 16);
        int copied = 0;
        while (matcher.find()) {
            out.append(text, copied, matcher.start());
            appendReplacement(out, matcher, replacement);
            copied = matcher.end();
            if (!all) {
                break;
            }
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static void appendReplacement(StringBuilder out, Matcher matcher, String replacement) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c != '\\' || i + 1 == replacement.length()) {
                out.append(c);
                continue;
            }
            char next = replacement.charAt(++i);
            if (next == '&') {
                out.append(matcher.group());
            } else if (next >= '1' && next <= '9') {
                int group = next - '0';
                String matched = group <= matcher.groupCount() ? matcher.group(group) : null;
                out.append(matched == null ? "" : matched);
            } else {
                out.append(next == '\\' ? "\\" : "\\" + next);
            }
        }
    }
}
