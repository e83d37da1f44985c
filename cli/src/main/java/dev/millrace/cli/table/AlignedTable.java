package dev.millrace.cli.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of equal width under centred headings, a value of several lines continued with a mark; wrapped to a width
 * when one is given.
 */
final class AlignedTable {
    /** No column becomes narrower than this by wrapping. */
    private static final int WIDTH_MIN = 3;

    private static final String CHANGED = "\033[1;33m";
    private static final String NEW = "\033[1;32m";
    private static final String PLAIN = "\033[0m";

    private final Grid grid;
    private final TableStyle style;
    private CellMarks marks = CellMarks.NONE;
    private boolean hasColours;
    private final List<List<String>> headings = new ArrayList<>();
    private final int[] widths;
    private final int[] headingWidths;
    private final long[] widthSums;
    private final List<List<List<String>>> cells = new ArrayList<>();

    AlignedTable(Grid grid, TableStyle style) {
        this.grid = grid;
        this.style = style;
        widths = new int[grid.columns().size()];
        headingWidths = new int[widths.length];
        widthSums = new long[widths.length];
        for (int column = 0; column < widths.length; column++) {
            headings.add(CellText.lines(grid.columns().get(column).name()));
            headingWidths[column] = CellText.widthMax(headings.get(column));
            widths[column] = headingWidths[column]; // also without headings, as in psql
        }
        for (List<String> row : grid.rows()) {
            List<List<String>> line = new ArrayList<>();
            for (int column = 0; column < widths.length; column++) {
                List<String> lines = CellText.lines(CellText.shown(grid, style, column, row.get(column)));
                int width = CellText.widthMax(lines);
                line.add(lines);
                widths[column] = Math.max(widths[column], width);
                widthSums[column] += width;
            }
            cells.add(line);
        }
    }

    /** Marks cells: by colours, or else by a sign after them. */
    void mark(CellMarks chosen, boolean byColours) {
        marks = chosen;
        hasColours = byColours;
    }

    /** The columns of the screen that a line of the table takes. */
    int width() {
        int width = style.border() >= 2 ? 1 : style.border() == 1 ? -1 : 0;
        for (int w : widths) {
            width += w + (style.border() == 0 ? 1 : 3);
        }
        return width;
    }

    /** Makes columns narrower, those first that are much wider than their values mostly are, until the table fits. */
    void fit(int screenWidth) {
        int spare = width() - screenWidth;
        while (spare > 0) {
            int widest = -1;
            double ratioMax = 0;
            for (int column = 0; column < widths.length; column++) {
                if (widths[column] > Math.max(headingWidths[column], WIDTH_MIN)) {
                    double average = Math.max(1, widthSums[column] / (double) Math.max(1, cells.size()));
                    double ratio = widths[column] / average + widths[column] * 0.01;
                    if (ratio > ratioMax) {
                        ratioMax = ratio;
                        widest = column;
                    }
                }
            }
            if (widest < 0) {
                return; // the headings alone are too wide
            }
            widths[widest]--;
            spare--;
        }
    }

    void write(StringBuilder out) {
        if (widths.length == 0) {
            out.append(style.isTuplesOnly() ? "" : "--\n"); // PostgreSQL has rows without columns
            return;
        }
        if (style.border() >= 2) {
            writeRule(Lines.Place.TOP, out);
        }
        if (!style.isTuplesOnly()) {
            writeHeadings(out);
            writeRule(Lines.Place.MIDDLE, out);
        }
        for (int row = 0; row < cells.size(); row++) {
            if (row > 0 && style.border() >= 3) {
                writeRule(Lines.Place.MIDDLE, out);
            }
            writeRow(row, out);
        }
        if (style.border() >= 2) {
            writeRule(Lines.Place.BOTTOM, out);
        }
    }

    private void writeRule(Lines.Place place, StringBuilder out) {
        Lines lines = style.lines();
        String line = lines.line(place);
        out.append(style.border() >= 2 ? lines.begin(place) : "");
        for (int column = 0; column < widths.length; column++) {
            out.append(column == 0 ? "" : style.border() == 0 ? " " : lines.crossing(place));
            out.repeat(line, widths[column] + (style.border() == 0 ? 0 : 2));
        }
        out.append(style.border() >= 2 ? lines.end(place) : "").append('\n');
    }

    private void writeHeadings(StringBuilder out) {
        int height = headings.stream().mapToInt(List::size).max().orElse(1);
        for (int line = 0; line < height; line++) {
            out.append(style.border() >= 2 ? style.lines().bar() : "");
            for (int column = 0; column < widths.length; column++) {
                List<String> lines = headings.get(column);
                String text = line < lines.size() ? lines.get(line) : "";
                int spare = widths[column] - CellText.width(text);
                out.append(column > 0 && style.border() > 0 ? style.lines().bar() : "");
                out.append(style.border() > 0 ? " " : "");
                out.repeat(' ', spare / 2).append(text).repeat(' ', spare - spare / 2);
                boolean hasMark = style.border() > 0 || column < widths.length - 1 || line + 1 < lines.size();
                out.append(line + 1 < lines.size() ? style.lines().more() : hasMark || style.border() == 0 ? " " : "");
            }
            out.append(style.border() >= 2 ? style.lines().bar() : "").append('\n');
        }
    }

    private void writeRow(int number, StringBuilder out) {
        List<List<String>> row = cells.get(number);
        List<List<WrappedText.Line>> columns = new ArrayList<>();
        int height = 1;
        for (int column = 0; column < widths.length; column++) {
            columns.add(WrappedText.of(row.get(column), widths[column]));
            height = Math.max(height, columns.get(column).size());
        }
        for (int line = 0; line < height; line++) {
            out.append(style.border() >= 2 ? style.lines().bar() : "");
            for (int column = 0; column < widths.length; column++) {
                List<WrappedText.Line> lines = columns.get(column);
                WrappedText.Line here = line < lines.size() ? lines.get(line) : WrappedText.Line.EMPTY;
                writeCell(here, column, marks.of(number, column), out);
            }
            out.append(style.border() >= 2 ? style.lines().bar() : "").append('\n');
        }
    }

    private void writeCell(WrappedText.Line line, int column, CellMarks.Mark marked, StringBuilder out) {
        boolean isLast = column == widths.length - 1;
        int spare = Math.max(0, widths[column] - CellText.width(line.text()));
        String mark = switch (line.end()) {
            case BREAK -> style.lines().more();
            case WRAP -> style.lines().wrap();
            case LAST, NONE -> style.border() >= 2 || !isLast ? " " : "";
        };
        String text = marked == CellMarks.Mark.NONE || !hasColours ? line.text()
                : (marked == CellMarks.Mark.NEW ? NEW : CHANGED) + line.text() + PLAIN;
        if (marked != CellMarks.Mark.NONE && !hasColours && line.end() == WrappedText.End.LAST) {
            mark = marked == CellMarks.Mark.NEW ? "+" : "*";
        }
        out.append(column > 0 && style.border() > 0 ? style.lines().bar() : "");
        out.append(style.border() == 0 ? "" : line.isWrapped() ? style.lines().wrap() : " ");
        boolean isEmptyEnd = line.end() == WrappedText.End.NONE && mark.isEmpty();
        if (isEmptyEnd) {
            return;
        }
        if (grid.columns().get(column).isRightAligned()) {
            out.repeat(' ', spare).append(text);
        } else {
            out.append(text).repeat(' ', mark.isEmpty() ? 0 : spare);
        }
        out.append(mark);
    }
}
