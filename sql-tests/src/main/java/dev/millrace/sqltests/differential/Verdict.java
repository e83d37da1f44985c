package dev.millrace.sqltests.differential;

/**
 * What came of asking both servers.
 *
 * @param why of a refusal: what the error says
 */
record Verdict(Kind kind, String why) {
    static final Verdict SAME = new Verdict(Kind.SAME, "");

    /** From the best to the worst. */
    enum Kind {
        SAME,
        /** PostgreSQL refuses what Millrace does. */
        MORE,
        REFUSED,
        DIFFERENT
    }

    static Verdict refused(Answer answer) {
        return new Verdict(Kind.REFUSED, answer.state() + ": "
                + answer.message().replaceFirst("^ERROR: ", "").replaceFirst("(?s)\n.*", ""));
    }

    static Verdict of(Answer expected, Answer actual, String statement) {
        if (expected.isError()) {
            return actual.isError() ? SAME : new Verdict(Kind.MORE, expected.state());
        }
        if (actual.isError()) {
            return refused(actual);
        }
        return new Comparison(statement).isSame(expected, actual, true) ? SAME : new Verdict(Kind.DIFFERENT, "");
    }

    Verdict worse(Verdict other) {
        return other.kind.compareTo(kind) > 0 ? other : this;
    }

    boolean isRefused() {
        return kind == Kind.REFUSED;
    }
}
