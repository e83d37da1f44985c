package dev.millrace.executor.function;

/** The pattern of {@code ~*}. */
record RegexIgnoringCase(Regex regex) {

    static RegexIgnoringCase compile(String pattern) {
        return new RegexIgnoringCase(Regex.compile(pattern, "i"));
    }
}
