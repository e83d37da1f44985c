package dev.millrace.cli.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.millrace.cli.table.CellMarks;
import dev.millrace.cli.table.Grid;

/**
 * Which cells of an answer changed of late. Rows are known again by their first values, as many as it takes to tell
 * them apart; where nothing does they count by their place.
 */
final class Changes {
    private static final long SHOWN_NANOS = 1_500_000_000L;

    private Grid last;
    private Map<List<String>, List<String>> lastRows = Map.of();
    /** When a cell changed, by its row's key and its column; the column -1 stands for a row that is new. */
    private final Map<List<String>, Map<Integer, Long>> changedNanos = new HashMap<>();
    private List<List<String>> keys = List.of();

    /** Takes a new state of the answer; answers whether it differs from the last. */
    boolean take(Grid grid, long nowNanos) {
        boolean differs = last == null || !last.rows().equals(grid.rows());
        int width = keyWidth(grid);
        List<List<String>> own = new ArrayList<>();
        Map<List<String>, List<String>> rows = new HashMap<>();
        for (int i = 0; i < grid.rows().size(); i++) {
            List<String> row = grid.rows().get(i);
            List<String> key = width == 0 ? List.of(String.valueOf(i)) : new ArrayList<>(row.subList(0, width));
            own.add(key);
            rows.put(key, row);
        }
        if (last != null && differs) {
            own.forEach(key -> compare(key, rows.get(key), nowNanos));
        }
        changedNanos.keySet().retainAll(rows.keySet());
        keys = own;
        last = grid;
        lastRows = rows;
        return differs;
    }

    private void compare(List<String> key, List<String> row, long nowNanos) {
        List<String> before = lastRows.get(key);
        Map<Integer, Long> cells = changedNanos.computeIfAbsent(key, k -> new HashMap<>());
        if (before == null) {
            cells.put(-1, nowNanos);
            return;
        }
        for (int column = 0; column < row.size(); column++) {
            if (!Objects.equals(row.get(column), before.get(column))) {
                cells.put(column, nowNanos);
            }
        }
    }

    private static int keyWidth(Grid grid) {
        for (int width = 1; width <= grid.columns().size(); width++) {
            int columns = width;
            long different = grid.rows().stream().map(row -> new ArrayList<>(row.subList(0, columns))).distinct()
                    .count();
            if (different == grid.rows().size()) {
                return width;
            }
        }
        return 0;
    }

    /** The marks of the state that was taken last. */
    CellMarks marks(long nowNanos) {
        return (row, column) -> {
            Map<Integer, Long> cells = row < keys.size() ? changedNanos.get(keys.get(row)) : null;
            if (cells == null) {
                return CellMarks.Mark.NONE;
            }
            return isRecent(cells.get(-1), nowNanos) ? CellMarks.Mark.NEW
                    : isRecent(cells.get(column), nowNanos) ? CellMarks.Mark.CHANGED : CellMarks.Mark.NONE;
        };
    }

    private static boolean isRecent(Long atNanos, long nowNanos) {
        return atNanos != null && nowNanos - atNanos < SHOWN_NANOS;
    }
}
