package dev.millrace.planner.logical;

/** One key of an ordering, by column number. */
public record Order(int column, boolean descending, boolean nullsFirst) {

    public Order withColumn(int other) {
        return new Order(other, descending, nullsFirst);
    }
}
