package dev.millrace.executor.plan;

/** One key of an ordering: a column, its direction, and where NULLs go (PostgreSQL: last when ascending). */
public record SortKey(int column, boolean descending, boolean nullsFirst) {

    public static SortKey ascending(int column) {
        return new SortKey(column, false, false);
    }

    public static SortKey descending(int column) {
        return new SortKey(column, true, true);
    }
}
