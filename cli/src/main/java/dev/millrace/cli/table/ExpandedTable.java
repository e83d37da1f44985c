package dev.millrace.cli.table;

import java.util.List;

/** One line a column, one block a row: for answers wider than a screen. */
final class ExpandedTable {
    private final Grid grid;
    private final TableStyle style;
    private final int nameWidth;
    private final int valueWidth;

    ExpandedTable(Grid grid, TableStyle style) {
        this.grid = grid;
        this.style = style;
        nameWidth = grid.columns().stream().mapToInt(c -> CellText.widthMax(CellText.lines(c.name()))).max().orElse(0);
        valueWidth = grid.rows().stream().flatMap(List::stream)
                .mapToInt(v -> CellText.widthMax(CellText.lines(v == null ? style.nullText() : v))).max().orElse(0);
    }

    void write(StringBuilder out) {
        for (int row = 0; row < grid.rows().size(); row++) {
            if (style.isTuplesOnly()) {
                out.append(row > 0 ? "\n" : "");
            } else {
                writeRule(row + 1, out);
            }
            for (int column = 0; column < grid.columns().size(); column++) {
                writeValue(grid.columns().get(column).name(), grid.rows().get(row).get(column), out);
            }
        }
    }

    /** {@code -[ RECORD 1 ]-+-----}: the plus stands over the bar between name and value unless the label covers it. */
    private void writeRule(int number, StringBuilder out) {
        int begin = out.length();
        out.append("-[ RECORD ").append(number).append(" ]");
        while (out.length() - begin < nameWidth + 3 + valueWidth) {
            out.append(out.length() - begin == nameWidth + 1 ? '+' : '-');
        }
        out.append('\n');
    }

    private void writeValue(String name, String value, StringBuilder out) {
        List<String> names = CellText.lines(name);
        List<String> lines = CellText.lines(value == null ? style.nullText() : value);
        for (int i = 0; i < Math.max(names.size(), lines.size()); i++) {
            String label = i < names.size() ? names.get(i) : "";
            String text = i < lines.size() ? lines.get(i) : "";
            boolean isContinued = i + 1 < lines.size();
            out.append(label).repeat(' ', nameWidth - CellText.width(label)).append(i + 1 < names.size() ? '+' : ' ');
            out.append("| ").append(text);
            if (isContinued) {
                out.repeat(' ', valueWidth - CellText.width(text)).append('+');
            }
            out.append('\n');
        }
    }
}
