package dev.millrace.cli.text;

import java.util.List;
import java.util.Locale;

/** The variables that the shell looks at, with what they may be, as in psql. */
public enum SpecialVariable {
    AUTOCOMMIT(Type.SWITCH, "on"), ON_ERROR_STOP(Type.SWITCH, "off"), QUIET(Type.SWITCH, "off"),
    SINGLELINE(Type.SWITCH, "off"), SINGLESTEP(Type.SWITCH, "off"), HIDE_TABLEAM(Type.SWITCH, "off"),
    HIDE_TOAST_COMPRESSION(Type.SWITCH, "off"), SHOW_ALL_RESULTS(Type.SWITCH, "on"),
    FETCH_COUNT(Type.NUMBER, "0"), HISTSIZE(Type.NUMBER, "500"), IGNOREEOF(Type.NUMBER, "0"),
    ECHO("none", "errors", "queries", "all"), ECHO_HIDDEN("off", "on", "noexec"),
    ON_ERROR_ROLLBACK("off", "on", "interactive"),
    COMP_KEYWORD_CASE("preserve-upper", "lower", "upper", "preserve-lower"),
    HISTCONTROL("none", "ignorespace", "ignoredups", "ignoreboth"),
    VERBOSITY("default", "verbose", "terse", "sqlstate"), SHOW_CONTEXT("errors", "never", "always"),
    PROMPT1(Type.TEXT, "%/%R%x%# "), PROMPT2(Type.TEXT, "%/%R%x%# "), PROMPT3(Type.TEXT, ">> ");

    /** What values are. */
    private enum Type {
        SWITCH, NUMBER, CHOICE, TEXT
    }

    private static final List<String> YES = List.of("true", "yes");
    private static final List<String> NO = List.of("false", "no");

    private final Type type;
    private final List<String> choices;
    private final String first;

    SpecialVariable(Type type, String first) {
        this.type = type;
        this.first = first;
        choices = List.of();
    }

    /** One of several values, the first of them from the start. */
    SpecialVariable(String... choices) {
        type = Type.CHOICE;
        this.choices = List.of(choices);
        first = choices[0];
    }

    /** Its value before it is set. */
    String first() {
        return first;
    }

    /** Its value when it was unset; null: it has none then. */
    String unset() {
        return type == Type.TEXT ? null : type == Type.SWITCH ? "off" : first;
    }

    public List<String> choices() {
        return type == Type.SWITCH ? List.of("on", "off") : choices;
    }

    static SpecialVariable named(String name) {
        for (SpecialVariable special : values()) {
            if (special.name().equals(name)) {
                return special;
            }
        }
        return null;
    }

    /** What is wrong with a value, or null. */
    String fault(String value) {
        return switch (type) {
            case TEXT -> null;
            case SWITCH -> value.isEmpty() || asBoolean(value) != null ? null
                    : "unrecognized value \"" + value + "\" for \"" + name() + "\": Boolean expected";
            case NUMBER -> value.strip().matches("[+-]?\\d{1,9}") ? null
                    : "invalid value \"" + value + "\" for \"" + name() + "\": integer expected";
            case CHOICE -> choices.contains(kept(value)) ? null
                    : "unrecognized value \"" + value + "\" for \"" + name() + "\"\nAvailable values are: "
                            + String.join(", ", choices) + ".";
        };
    }

    /** The value as it is kept. */
    String kept(String value) {
        if (type == Type.SWITCH && value.isEmpty()) {
            return "on";
        }
        if (type != Type.CHOICE) {
            return value;
        }
        String small = value.toLowerCase(Locale.ROOT);
        Boolean truth = choices.contains("off") ? asBoolean(small) : null;
        return small.isEmpty() && choices.contains("on") ? "on" : truth == null ? small : truth ? "on" : "off";
    }

    /** A truth as psql takes it: any beginning of true, false, yes, no; on, off, 1, 0. Null: none. */
    public static Boolean asBoolean(String value) {
        String small = value.toLowerCase(Locale.ROOT);
        if (small.isEmpty()) {
            return null;
        }
        if (small.equals("on") || small.equals("1") || YES.stream().anyMatch(w -> w.startsWith(small))) {
            return true;
        }
        return small.equals("of") || small.equals("off") || small.equals("0")
                || NO.stream().anyMatch(w -> w.startsWith(small)) ? false : null;
    }
}
