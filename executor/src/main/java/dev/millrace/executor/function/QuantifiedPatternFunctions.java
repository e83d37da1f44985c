package dev.millrace.executor.function;

import java.util.function.BiPredicate;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.BytesColumn;
import dev.millrace.executor.plan.SqlType;

import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** {@code text LIKE ANY (patterns)} and its relatives; NULL where the answer depends on a pattern of NULL. */
final class QuantifiedPatternFunctions {

    private QuantifiedPatternFunctions() {}

    private static Boolean any(String text, byte[] patterns, boolean isWanted, BiPredicate<String, String> matches) {
        BytesColumn elements = (BytesColumn) ArrayForm.decode(SqlType.TEXT, patterns, 0, patterns.length);
        boolean hasNull = false;
        for (int i = 0; i < elements.size(); i++) {
            if (elements.isNull(i)) {
                hasNull = true;
            } else if (matches.test(text, elements.text(i)) == isWanted) {
                return true;
            }
        }
        return hasNull ? null : (Boolean) false;
    }

    private static Boolean all(String text, byte[] patterns, boolean isWanted, BiPredicate<String, String> matches) {
        Boolean exception = any(text, patterns, !isWanted, matches);
        return exception == null ? null : (Boolean) !exception;
    }

    private static boolean like(String text, String pattern) {
        return LikePattern.compile(pattern).matches(Text.of(text));
    }

    private static boolean ilike(String text, String pattern) {
        return LikePatternIgnoringCase.compile(pattern).matches(text);
    }

    private static boolean regex(String text, String pattern) {
        return Regex.compile(pattern).find(text);
    }

    private static boolean regexInAnyCase(String text, String pattern) {
        return Regex.compile(pattern, "i").find(text);
    }

    @SqlFunction(name = "~~ any", description = "Whether ~~ holds between a text and a pattern of an array.",
            example = "'abc' LIKE ANY (ARRAY['a%', 'x%']) = true")
    static Boolean likeAny(String text, @ArrayOf(TEXT) byte[] patterns) {
        return any(text, patterns, true, QuantifiedPatternFunctions::like);
    }

    @SqlFunction(name = "~~ all", description = "Whether ~~ holds between a text and each pattern of an array.")
    static Boolean likeAll(String text, @ArrayOf(TEXT) byte[] patterns) {
        return all(text, patterns, true, QuantifiedPatternFunctions::like);
    }

    @SqlFunction(name = "!~~ any", description = "Whether !~~ holds between a text and a pattern of an array.")
    static Boolean likeNotAny(String text, @ArrayOf(TEXT) byte[] patterns) {
        return any(text, patterns, false, QuantifiedPatternFunctions::like);
    }

    @SqlFunction(name = "!~~ all", description = "Whether !~~ holds between a text and each pattern of an array.")
    static Boolean likeNotAll(String text, @ArrayOf(TEXT) byte[] patterns) {
        return all(text, patterns, false, QuantifiedPatternFunctions::like);
    }

    @SqlFunction(name = "~~* any", description = "Whether ~~* holds between a text and a pattern of an array.")
    static Boolean ilikeAny(String text, @ArrayOf(TEXT) byte[] patterns) {
        return any(text, patterns, true, QuantifiedPatternFunctions::ilike);
    }

    @SqlFunction(name = "~~* all", description = "Whether ~~* holds between a text and each pattern of an array.")
    static Boolean ilikeAll(String text, @ArrayOf(TEXT) byte[] patterns) {
        return all(text, patterns, true, QuantifiedPatternFunctions::ilike);
    }

    @SqlFunction(name = "!~~* any", description = "Whether !~~* holds between a text and a pattern of an array.")
    static Boolean ilikeNotAny(String text, @ArrayOf(TEXT) byte[] patterns) {
        return any(text, patterns, false, QuantifiedPatternFunctions::ilike);
    }

    @SqlFunction(name = "!~~* all", description = "Whether !~~* holds between a text and each pattern of an array.")
    static Boolean ilikeNotAll(String text, @ArrayOf(TEXT) byte[] patterns) {
        return all(text, patterns, false, QuantifiedPatternFunctions::ilike);
    }

    @SqlFunction(name = "~ any", description = "Whether ~ holds between a text and a pattern of an array.")
    static Boolean regexAny(String text, @ArrayOf(TEXT) byte[] patterns) {
        return any(text, patterns, true, QuantifiedPatternFunctions::regex);
    }

    @SqlFunction(name = "~ all", description = "Whether ~ holds between a text and each pattern of an array.")
    static Boolean regexAll(String text, @ArrayOf(TEXT) byte[] patterns) {
        return all(text, patterns, true, QuantifiedPatternFunctions::regex);
    }

    @SqlFunction(name = "!~ any", description = "Whether !~ holds between a text and a pattern of an array.")
    static Boolean regexNotAny(String text, @ArrayOf(TEXT) byte[] patterns) {
        return any(text, patterns, false, QuantifiedPatternFunctions::regex);
    }

    @SqlFunction(name = "!~ all", description = "Whether !~ holds between a text and each pattern of an array.")
    static Boolean regexNotAll(String text, @ArrayOf(TEXT) byte[] patterns) {
        return all(text, patterns, false, QuantifiedPatternFunctions::regex);
    }

    @SqlFunction(name = "~* any", description = "Whether ~* holds between a text and a pattern of an array.")
    static Boolean regexInAnyCaseAny(String text, @ArrayOf(TEXT) byte[] patterns) {
        return any(text, patterns, true, QuantifiedPatternFunctions::regexInAnyCase);
    }

    @SqlFunction(name = "~* all", description = "Whether ~* holds between a text and each pattern of an array.")
    static Boolean regexInAnyCaseAll(String text, @ArrayOf(TEXT) byte[] patterns) {
        return all(text, patterns, true, QuantifiedPatternFunctions::regexInAnyCase);
    }

    @SqlFunction(name = "!~* any", description = "Whether !~* holds between a text and a pattern of an array.")
    static Boolean regexInAnyCaseNotAny(String text, @ArrayOf(TEXT) byte[] patterns) {
        return any(text, patterns, false, QuantifiedPatternFunctions::regexInAnyCase);
    }

    @SqlFunction(name = "!~* all", description = "Whether !~* holds between a text and each pattern of an array.")
    static Boolean regexInAnyCaseNotAll(String text, @ArrayOf(TEXT) byte[] patterns) {
        return all(text, patterns, false, QuantifiedPatternFunctions::regexInAnyCase);
    }
}
