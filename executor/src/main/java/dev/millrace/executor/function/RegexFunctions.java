package dev.millrace.executor.function;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Functions of POSIX regular expressions over the matches in a text: how many there are, where, what they are, and with
 * what they are replaced. Positions and matches count from 1; a start is where the search begins, but {@code ^} still
 * means the beginning of the text.
 */
final class RegexFunctions {

    private RegexFunctions() {}

    private static int checked(String parameter, int value, int least) {
        if (value < least) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + parameter + "\": " + value);
        }
        return value;
    }

    /** With flags that may not ask for all matches. */
    private static Regex compile(String function, String pattern, String flags) {
        Regex regex = Regex.compile(pattern, flags);
        if (flags.indexOf('g') >= 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    function + "() does not support the \"global\" option");
        }
        return regex;
    }

    /** Where the n-th match is from a start on, or null. */
    private static RegexMatches find(String text, Regex pattern, int start, int number) {
        int from = offset(text, start);
        RegexMatches matcher = pattern.matcher(text);
        if (from < 0 || !matcher.find(from)) {
            return null;
        }
        for (int i = 1; i < number; i++) {
            if (!matcher.find()) {
                return null;
            }
        }
        return matcher;
    }

    /** The index of a character by its position; -1 past the end. */
    private static int offset(String text, int start) {
        int characters = text.codePointCount(0, text.length());
        return start - 1 > characters ? -1 : text.offsetByCodePoints(0, start - 1);
    }

    // ---- whether and how often --------------------------------------------------------------------------------------

    @SqlFunction(
            name = "regexp_like",
            description = "Whether a regular expression matches.",
            example = "regexp_like('Hello World', 'world$', 'i') = true")
    static boolean regexpLike(String text, Regex pattern) {
        return pattern.find(text);
    }

    @SqlFunction(name = "regexp_like", description = "Whether a regular expression matches, with flags.")
    static boolean regexpLike(String text, String pattern, String flags) {
        return compile("regexp_like", pattern, flags).find(text);
    }

    @SqlFunction(
            name = "regexp_count",
            description = "How often a regular expression matches.",
            example = "regexp_count('123456789012', '\\d\\d\\d', 2) = 3")
    static int regexpCount(String text, Regex pattern) {
        return count(text, pattern, 1);
    }

    @SqlFunction(name = "regexp_count", description = "How often a regular expression matches from a start on.")
    static int regexpCount(String text, Regex pattern, int start) {
        return count(text, pattern, checked("start", start, 1));
    }

    @SqlFunction(name = "regexp_count", description = "How often it matches from a start on, with flags.")
    static int regexpCount(String text, String pattern, int start, String flags) {
        checked("start", start, 1);
        return count(text, compile("regexp_count", pattern, flags), start);
    }

    private static int count(String text, Regex pattern, int start) {
        RegexMatches matcher = find(text, pattern, start, 1);
        int count = 0;
        for (boolean found = matcher != null; found; found = matcher.find()) {
            count++;
        }
        return count;
    }

    // ---- where ------------------------------------------------------------------------------------------------------

    @SqlFunction(
            name = "regexp_instr",
            description = "Where a regular expression first matches; 0 without.",
            example = "regexp_instr('ABCDEF', 'c(.)(..)', 1, 1, 0, 'i', 2) = 5")
    static int regexpPosition(String text, Regex pattern) {
        return position(text, pattern, 1, 1, 0, 0);
    }

    @SqlFunction(name = "regexp_instr", description = "Where it matches from a start on; 0 without.")
    static int regexpPosition(String text, Regex pattern, int start) {
        return position(text, pattern, start, 1, 0, 0);
    }

    @SqlFunction(name = "regexp_instr", description = "Where its n-th match from a start on is; 0 without.")
    static int regexpPosition(String text, Regex pattern, int start, int number) {
        return position(text, pattern, start, number, 0, 0);
    }

    @SqlFunction(name = "regexp_instr", description = "Where its n-th match begins (0), or what follows it begins (1).")
    static int regexpPosition(String text, Regex pattern, int start, int number, int end) {
        return position(text, pattern, start, number, end, 0);
    }

    @SqlFunction(name = "regexp_instr", description = "Where its n-th match begins or ends, with flags.")
    static int regexpPosition(String text, String pattern, int start, int number, int end, String flags) {
        return regexpPosition(text, pattern, start, number, end, flags, 0);
    }

    @SqlFunction(name = "regexp_instr", description = "Where a group of its n-th match begins or ends, with flags.")
    static int regexpPosition(
            String text, String pattern, int start, int number, int end, String flags, int group) {
        checked("start", start, 1);
        checked("n", number, 1);
        checkEnd(end);
        checked("subexpr", group, 0);
        return position(text, compile("regexp_instr", pattern, flags), start, number, end, group);
    }

    private static void checkEnd(int end) {
        if (end != 0 && end != 1) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid value for parameter \"endoption\": " + end);
        }
    }

    private static int position(String text, Regex pattern, int start, int number, int end, int group) {
        checked("start", start, 1);
        checked("n", number, 1);
        checkEnd(end);
        RegexMatches matcher = find(text, pattern, start, number);
        if (matcher == null || group > matcher.groupCount()) {
            return 0;
        }
        int at = end == 1 ? matcher.end(group) : matcher.start(group);
        return at < 0 ? 0 : text.codePointCount(0, at) + 1;
    }

    // ---- what -------------------------------------------------------------------------------------------------------

    @SqlFunction(
            name = "substring",
            description = "The part that a regular expression matches, or that its first group does; NULL without.",
            example = "substring('foobar', 'o(.)b') = 'o'")
    static String substring(String text, Regex pattern) {
        RegexMatches matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        return matcher.group(matcher.groupCount() > 0 ? 1 : 0);
    }

    @SqlFunction(
            name = "substring",
            description = "The part between two escaped quotation marks of a pattern of SIMILAR TO; NULL without.",
            example = "substring('foobar', '%#\"o_b#\"%', '#') = 'oob'")
    static String substring(String text, String pattern, String escape) {
        RegexMatches matcher = SimilarPattern.extracting(pattern, escape).matcher(text);
        return matcher.find() ? matcher.group(matcher.groupCount() > 0 ? 1 : 0) : null;
    }

    @SqlFunction(
            name = "regexp_substr",
            description = "The part that a regular expression matches; NULL without.",
            example = "regexp_substr('ABCDEF', 'c(.)(..)', 1, 1, 'i', 2) = 'EF'")
    static String regexpSubstring(String text, Regex pattern) {
        return part(text, pattern, 1, 1, 0);
    }

    @SqlFunction(name = "regexp_substr", description = "What it matches from a start on; NULL without.")
    static String regexpSubstring(String text, Regex pattern, int start) {
        return part(text, pattern, start, 1, 0);
    }

    @SqlFunction(name = "regexp_substr", description = "Its n-th match from a start on; NULL without.")
    static String regexpSubstring(String text, Regex pattern, int start, int number) {
        return part(text, pattern, start, number, 0);
    }

    @SqlFunction(name = "regexp_substr", description = "Its n-th match from a start on, with flags.")
    static String regexpSubstring(String text, String pattern, int start, int number, String flags) {
        return regexpSubstring(text, pattern, start, number, flags, 0);
    }

    @SqlFunction(name = "regexp_substr", description = "A group of its n-th match from a start on, with flags.")
    static String regexpSubstring(String text, String pattern, int start, int number, String flags, int group) {
        checked("start", start, 1);
        checked("n", number, 1);
        checked("subexpr", group, 0);
        return part(text, compile("regexp_substr", pattern, flags), start, number, group);
    }

    private static String part(String text, Regex pattern, int start, int number, int group) {
        checked("start", start, 1);
        checked("n", number, 1);
        RegexMatches matcher = find(text, pattern, start, number);
        return matcher == null || group > matcher.groupCount() ? null : matcher.group(group);
    }

    // ---- replacing --------------------------------------------------------------------------------------------------

    @SqlFunction(
            name = "regexp_replace",
            description = "The first match replaced; \\1 to \\9 are groups, \\& is the match.")
    static String regexpReplace(String text, Regex pattern, String replacement) {
        return replace(text, pattern, replacement, 1, 1);
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
        return replace(text, Regex.compile(pattern, flags), replacement, 1, flags.indexOf('g') >= 0 ? 0 : 1);
    }

    @SqlFunction(name = "regexp_replace", description = "The first match from a start on replaced.")
    static String regexpReplace(String text, Regex pattern, String replacement, int start) {
        return replace(text, pattern, replacement, start, 1);
    }

    @SqlFunction(
            name = "regexp_replace",
            description = "The n-th match from a start on replaced; all of them for 0.",
            example = "regexp_replace('Thomas', '.', 'X', 3, 2) = 'ThoXas'")
    static String regexpReplace(String text, Regex pattern, String replacement, int start, int number) {
        return replace(text, pattern, replacement, start, number);
    }

    @SqlFunction(name = "regexp_replace", description = "The n-th match from a start on replaced, with flags.")
    static String regexpReplace(
            String text, String pattern, String replacement, int start, int number, String flags) {
        checked("start", start, 1);
        checked("n", number, 0);
        return replace(text, Regex.compile(pattern, flags), replacement, start, number);
    }

    /** @param number which match; 0 for all */
    private static String replace(String text, Regex pattern, String replacement, int start, int number) {
        checked("start", start, 1);
        checked("n", number, 0);
        RegexMatches matcher = find(text, pattern, start, Math.max(number, 1));
        if (matcher == null) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        int copied = 0;
        do {
            out.append(text, copied, matcher.start());
            appendReplacement(out, matcher, replacement);
            copied = matcher.end();
        } while (number == 0 && matcher.find());
        return out.append(text, copied, text.length()).toString();
    }

    private static void appendReplacement(StringBuilder out, RegexMatches matcher, String replacement) {
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c != '\\' || i + 1 == replacement.length()) {
                out.append(c);
                continue;
            }
            char next = replacement.charAt(++i);
            if (next == '&') {
                out.append(matcher.group(0));
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
