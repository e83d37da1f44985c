package dev.millrace.executor.function;

import dev.millrace.executor.plan.SqlException;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** LIKE, SIMILAR TO and the operators of POSIX regular expressions. */
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

    @SqlFunction(name = {"~~", "bytealike"}, description = "Whether bytes are like a pattern of % and _.",
            example = "'\\x616263'::bytea LIKE 'a%'::bytea = t")
    static boolean bytesLike(byte[] bytes, byte[] pattern) {
        return LikePattern.compile(oneByOne(pattern)).matches(Text.of(oneByOne(bytes)));
    }

    @SqlFunction(name = {"!~~", "byteanlike"}, description = "Whether bytes are not like a pattern of % and _.")
    static boolean bytesNotLike(byte[] bytes, byte[] pattern) {
        return !bytesLike(bytes, pattern);
    }

    @SqlFunction(name = "like_escape",
            description = "A pattern of LIKE with another escape byte, rewritten to use a backslash.")
    static byte[] likeEscape(byte[] pattern, byte[] escape) {
        return likeEscape(oneByOne(pattern), oneByOne(escape)).getBytes(ISO_8859_1);
    }

    /** Each byte as a character. */
    private static String oneByOne(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
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

    static void checkEscape(String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw new SqlException("22025", "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
    }

    @SqlFunction(
            name = {"similar_to_escape", "similar_escape"},
            description = "A pattern of SIMILAR TO as a regular expression.")
    static String similarToEscape(String pattern) {
        return SimilarPattern.matching(pattern, "\\");
    }

    @SqlFunction(
            name = {"similar_to_escape", "similar_escape"},
            description = "A pattern of SIMILAR TO with its escape character as a regular expression.")
    static String similarToEscape(String pattern, String escape) {
        return SimilarPattern.matching(pattern, escape);
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
}
