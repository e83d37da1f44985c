package dev.millrace.executor.window;

import dev.millrace.executor.data.ColumnBuilder;

/** What is known of a row's place in its partition. */
final class RankFunction implements WindowFunction {

    /** The functions. */
    enum Kind {
        ROW_NUMBER,
        RANK,
        DENSE_RANK,
        PERCENT_RANK,
        CUME_DIST
    }

    private final Kind kind;
    private WindowRows rows;

    RankFunction(Kind kind) {
        this.kind = kind;
    }

    /** The last two need to know how many rows there are. */
    Reach reach() {
        return kind == Kind.PERCENT_RANK || kind == Kind.CUME_DIST ? Reach.ALL : Reach.NUMBERING;
    }

    @Override
    public void begin(WindowRows stretch) {
        rows = stretch;
    }

    @Override
    public void value(int row, ColumnBuilder out) {
        switch (kind) {
            case ROW_NUMBER -> out.appendWord(rows.rowsBefore() + row + 1);
            case RANK -> out.appendWord(rows.rowsBefore() + rows.firstPeer(row) + 1);
            case DENSE_RANK -> out.appendWord(rows.groupsBefore() + rows.groupOf()[row] + 1);
            case PERCENT_RANK ->
                out.appendDouble(rows.size() == 1 ? 0 : (double) rows.firstPeer(row) / (rows.size() - 1));
            case CUME_DIST -> out.appendDouble((double) rows.peersEnd(row) / rows.size());
        }
    }
}
