package dev.millrace.cli.table;

import java.util.List;

/** One line a column, one block a row: for answers wider than a screen. */
final class ExpandedTable {
    private static final int WIDTH_MIN = 8;

    private final Grid grid;
    private final TableStyle style;
    private final int nameWidth;
    private int valueWidth;

    ExpandedTable(Grid grid, TableStyle style) {
        this.grid = grid;
        this.style = style;
        nameWidth = grid.columns().stream().mapToInt(c -> CellText.widthMax(CellText.lines(c.name()))).max().orElse(0);
        int widest = 0;
        for (List<String> row : grid.rows()) {
            for (int column = 0; column < row.size(); column++) {
                widest = Math.max(widest, CellText.widthMax(value(row, column)));
            }
        }
        valueWidth = widest;
    }

    private List<String> value(List<String> row, int column) {
        return CellText.lines(CellText.shown(grid, style, column, row.get(column)));
    }

    /** Wraps values so that lines fit. */
    void fit(int screenWidth) {
        int aside = nameWidth + (style.border() == 0 ? 2 : style.border() == 1 ? 4 : 7);
        valueWidth = Math.min(valueWidth, Math.max(WIDTH_MIN, screenWidth - aside));
    }

    void write(StringBuilder out) {
        int labelWidth = 0;
        for (int row = 0; row < grid.rows().size(); row++) {
            if (style.isTuplesOnly()) {
                out.append(row > 0 ? "\n" : "");
            } else {
                writeRule(row + 1, out);
            }
            for (int column = 0; column < grid.columns().size(); column++) {
                writeValue(grid.columns().get(column).name(), value(grid.rows().get(row), column), out);
            }
            labelWidth = row;
        }
        if (style.border() >= 2 && labelWidth >= 0) {
            rule(Lines.Place.BOTTOM, "", out);
        }
    }

    /** {@code -[ RECORD 1 ]-+-----}: the crossing stands over the bar between name and value unless the label does. */
    private void writeRule(int number, StringBuilder out) {
        String label = style.border() == 0 ? "* Record " + number : "[ RECORD " + number + " ]";
        rule(number == 1 ? Lines.Place.TOP : Lines.Place.MIDDLE, label, out);
    }

    private void rule(Lines.Place place, String label, StringBuilder out) {
        if (style.border() == 0) {
            out.append(label);
            int width = nameWidth + 1 + valueWidth;
            out.repeat(' ', label.isEmpty() ? 0 : Math.max(0, width - label.length())).append('\n');
            return;
        }
        // psql draws the first rule of borders 0 and 1 like those between records
        Lines.Place drawn = style.border() == 1 ? Lines.Place.MIDDLE : place;
        Lines lines = style.lines();
        boolean isBoxed = style.border() >= 2;
        int begin = isBoxed ? 2 : 1;
        int crossing = nameWidth + begin + 1 - (isBoxed ? 0 : 1);
        int end = crossing + 1 + valueWidth + (isBoxed ? 2 : 1);
        StringBuilder rule = new StringBuilder();
        rule.append(isBoxed ? lines.begin(drawn) : "").append(lines.line(drawn));
        rule.append(label);
        while (rule.length() < end) {
            rule.append(rule.length() == crossing ? lines.crossing(drawn) : lines.line(drawn));
        }
        out.append(rule).append(isBoxed ? lines.end(drawn) : "").append('\n');
    }

    private void writeValue(String name, List<String> value, StringBuilder out) {
        List<String> names = CellText.lines(name);
        List<WrappedText.Line> lines = WrappedText.of(value, valueWidth);
        Lines drawn = style.lines();
        for (int i = 0; i < Math.max(names.size(), lines.size()); i++) {
            String label = i < names.size() ? names.get(i) : "";
            WrappedText.Line line = i < lines.size() ? lines.get(i) : WrappedText.Line.EMPTY;
            String mark = switch (line.end()) {
                case BREAK -> drawn.more();
                case WRAP -> drawn.wrap();
                case LAST, NONE -> style.border() >= 2 ? " " : "";
            };
            out.append(style.border() >= 2 ? drawn.bar() + " " : "").append(label);
            out.repeat(' ', nameWidth - CellText.width(label));
            out.append(i + 1 < names.size() ? drawn.more() : " ");
            out.append(style.border() == 0 ? "" : drawn.bar() + " ").append(line.text());
            out.repeat(' ', mark.isEmpty() ? 0 : Math.max(0, valueWidth - CellText.width(line.text()))).append(mark);
            out.append(style.border() >= 2 ? drawn.bar() : "").append('\n');
        }
    }
}
