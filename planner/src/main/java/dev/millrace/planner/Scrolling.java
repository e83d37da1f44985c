package dev.millrace.planner;

/** Whether a cursor goes back. */
public enum Scrolling {
    NEVER,
    /** Nothing was said: it does as long as it has not read more than is kept for that. */
    WHILE_SHORT,
    ALWAYS
}
