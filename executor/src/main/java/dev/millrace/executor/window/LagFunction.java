package dev.millrace.executor.window;

import dev.millrace.executor.data.ColumnBuilder;

/** lag and lead: the value in the row so many before or behind, NULL or a default where there is none. */
final class LagFunction implements WindowFunction {

    private final Argument value;
    private final Argument distance;
    private final Argument otherwise;
    private final int direction;
    private WindowRows rows;

    /**
     * @param distance null for 1
     * @param otherwise null for NULL
     * @param direction -1 to look back
     */
    LagFunction(Argument value, Argument distance, Argument otherwise, int direction) {
        this.value = value;
        this.distance = distance;
        this.otherwise = otherwise;
        this.direction = direction;
    }

    Reach reach() {
        if (distance == null) {
            return Reach.lag(-direction);
        }
        if (!distance.isConstant()) {
            return Reach.ALL;
        }
        return distance.isNull() ? Reach.NONE : Reach.lag(-direction * distance.word());
    }

    @Override
    public void begin(WindowRows stretch) {
        rows = stretch;
        value.begin(stretch);
        if (distance != null) {
            distance.begin(stretch);
        }
        if (otherwise != null) {
            otherwise.begin(stretch);
        }
    }

    @Override
    public void value(int row, ColumnBuilder out) {
        if (distance != null && distance.isNull(row)) {
            out.appendNull();
            return;
        }
        long target = row + direction * (distance == null ? 1 : distance.word(row));
        if (target >= 0 && target < rows.size()) {
            value.appendTo(out, (int) target);
        } else if (otherwise != null) {
            otherwise.appendTo(out, row);
        } else {
            out.appendNull();
        }
    }
}
