package dev.millrace.cli.table;

/** Cells of a table that are to be seen at once. */
@FunctionalInterface
public interface CellMarks {
    CellMarks NONE = (row, column) -> Mark.NONE;

    /** Why a cell is marked. */
    enum Mark {
        NONE, CHANGED, NEW
    }

    Mark of(int row, int column);
}
