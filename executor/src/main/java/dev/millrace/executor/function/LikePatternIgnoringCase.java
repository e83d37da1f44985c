package dev.millrace.executor.function;

import java.util.Locale;

/** The pattern of ILIKE. */
record LikePatternIgnoringCase(LikePattern pattern) {

    static LikePatternIgnoringCase compile(String pattern) {
        return new LikePatternIgnoringCase(LikePattern.compile(pattern.toLowerCase(Locale.ROOT)));
    }

    boolean matches(String text) {
        return pattern.matches(Text.of(text.toLowerCase(Locale.ROOT)));
    }
}
