package dev.millrace.executor.plan;

/** How unmatched rows of a join are treated. SEMI and ANTI put out only the left columns. */
public enum JoinKind {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    SEMI,
    ANTI;

    public boolean keepsUnmatchedLeft() {
        return this == LEFT || this == FULL || this == ANTI;
    }

    public boolean keepsUnmatchedRight() {
        return this == RIGHT || this == FULL;
    }

    public boolean isLeftOnly() {
        return this == SEMI || this == ANTI;
    }
}
