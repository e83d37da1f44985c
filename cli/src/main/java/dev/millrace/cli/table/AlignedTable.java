package dev.millrace.cli.table;

import java.util.ArrayList;
import java.util.List;

/** Columns of equal width under centred headings, a value of several lines continued with {@code +}. */
final class AlignedTable {
    private final Grid grid;
    private final TableStyle style;
    private final List<List<String>> headings = new ArrayList<>();
    private final int[] widths;
    private final List<List<List<String>>> cells = new ArrayList<>();

    AlignedTable(Grid grid, TableStyle style) {
        this.grid = grid;
        this.style = style;
        widths = new int[grid.columns().size()];
        for (int column = 0; column < widths.length; column++) {
            headings.add(CellText.lines(grid.columns().get(column).name()));
            widths[column] = CellText.widthMax(headings.get(column));
        }
        for (List<String> row : grid.rows()) {
            List<List<String>> line = new ArrayList<>();
            for (int column = 0; column < widths.length; column++) {
                String value = row.get(column);
                line.add(CellText.lines(value == null ? style.nullText() : value));
                widths[column] = Math.max(widths[column], CellText.widthMax(line.get(column)));
            }
            cells.add(line);
        }
    }

    /** The columns of the screen that a line of the table takes. */
    int width() {
        int width = 0;
        for (int w : widths) {
            width += w + 3;
        }
        return width - 1;
    }

    void write(StringBuilder out) {
        if (widths.length == 0) {
            out.append(style.isTuplesOnly() ? "" : "--\n"); // PostgreSQL has rows without columns
            return;
        }
        if (!style.isTuplesOnly()) {
            writeHeadings(out);
        }
        for (List<List<String>> row : cells) {
            writeRow(row, out);
        }
    }

    private void writeHeadings(StringBuilder out) {
        int height = headings.stream().mapToInt(List::size).max().orElse(1);
        for (int line = 0; line < height; line++) {
            for (int column = 0; column < widths.length; column++) {
                List<String> lines = headings.get(column);
                String text = line < lines.size() ? lines.get(line) : "";
                int spare = widths[column] - CellText.width(text);
                out.append(column > 0 ? "|" : "").append(' ').repeat(' ', spare / 2).append(text);
                out.repeat(' ', spare - spare / 2).append(line + 1 < lines.size() ? '+' : ' ');
            }
            out.append('\n');
        }
        for (int column = 0; column < widths.length; column++) {
            out.append(column > 0 ? "+" : "").repeat('-', widths[column] + 2);
        }
        out.append('\n');
    }

    private void writeRow(List<List<String>> row, StringBuilder out) {
        int height = row.stream().mapToInt(List::size).max().orElse(1);
        for (int line = 0; line < height; line++) {
            for (int column = 0; column < widths.length; column++) {
                List<String> lines = row.get(column);
                String text = line < lines.size() ? lines.get(line) : "";
                boolean isContinued = line + 1 < lines.size();
                boolean isLast = column == widths.length - 1;
                int spare = widths[column] - CellText.width(text);
                out.append(column > 0 ? "|" : "").append(' ');
                if (grid.columns().get(column).isRightAligned()) {
                    out.repeat(' ', spare).append(text);
                } else {
                    out.append(text).repeat(' ', isLast && !isContinued ? 0 : spare);
                }
                if (isContinued) {
                    out.append('+');
                } else if (!isLast) {
                    out.append(' ');
                }
            }
            out.append('\n');
        }
    }
}
