package dev.millrace.cli.table;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Values apart by a separator, for programs: psql's unaligned form, and CSV. */
final class DelimitedTable {
    private final Grid grid;
    private final TableStyle style;

    DelimitedTable(Grid grid, TableStyle style) {
        this.grid = grid;
        this.style = style;
    }

    void writeUnaligned(String title, List<String> footers, StringBuilder out) {
        String end = style.recordSeparator();
        if (title != null && !style.isTuplesOnly()) {
            out.append(title).append(end);
        }
        if (!style.isTuplesOnly()) {
            line(names(), style.fieldSeparator(), v -> v, end, out);
        }
        for (List<String> row : grid.rows()) {
            line(shown(row), style.fieldSeparator(), v -> v, end, out);
        }
        if (!style.isTuplesOnly() && style.hasFooter()) {
            footers.forEach(line -> out.append(line).append(end));
        }
        if (!end.isEmpty() && out.length() >= end.length() && !end.equals("\n")) {
            out.setLength(out.length() - end.length()); // it stands between rows; a line break ends the answer
            out.append(end.equals("\0") ? "\0" : "\n");
        }
    }

    void writeUnalignedExpanded(String title, StringBuilder out) {
        boolean isFirst = true;
        if (title != null && !style.isTuplesOnly()) {
            out.append(title).append(style.recordSeparator());
        }
        for (List<String> row : grid.rows()) {
            out.append(isFirst ? "" : style.recordSeparator());
            isFirst = false;
            List<String> values = shown(row);
            for (int column = 0; column < row.size(); column++) {
                String value = values.get(column);
                out.append(grid.columns().get(column).name()).append(style.fieldSeparator());
                out.append(value == null ? style.nullText() : value).append(style.recordSeparator());
            }
        }
    }

    void writeCsv(StringBuilder out) {
        String separator = style.csvSeparator();
        if (style.expanded() == TableStyle.Expanded.ON) {
            for (List<String> row : grid.rows()) {
                List<String> values = shown(row);
                for (int column = 0; column < values.size(); column++) {
                    String value = values.get(column);
                    out.append(quoted(grid.columns().get(column).name())).append(separator);
                    out.append(value == null ? style.nullText() : quoted(value)).append('\n');
                }
            }
            return;
        }
        if (!style.isTuplesOnly()) {
            line(names(), separator, this::quoted, "\n", out);
        }
        for (List<String> row : grid.rows()) {
            line(shown(row), separator, this::quoted, "\n", out);
        }
    }

    private List<String> names() {
        return grid.columns().stream().map(Grid.Column::name).toList();
    }

    private List<String> shown(List<String> row) {
        List<String> values = new java.util.ArrayList<>(row.size());
        for (int column = 0; column < row.size(); column++) {
            String value = row.get(column);
            values.add(value == null ? null : CellText.shown(grid, style, column, value));
        }
        return values;
    }

    private void line(List<String> values, String separator, Function<String, String> form, String end,
            StringBuilder out) {
        out.append(values.stream().map(v -> v == null ? style.nullText() : form.apply(v))
                .collect(Collectors.joining(separator))).append(end);
    }

    private String quoted(String value) {
        boolean needsQuotes = value.equals("\\.") || value.contains(style.csvSeparator())
                || value.chars().anyMatch(c -> c == '"' || c == '\n' || c == '\r');
        return needsQuotes ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
