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

    void writeUnaligned(StringBuilder out) {
        if (!style.isTuplesOnly()) {
            line(grid.columns().stream().map(Grid.Column::name).toList(), style.fieldSeparator(), v -> v, out);
        }
        for (List<String> row : grid.rows()) {
            line(row, style.fieldSeparator(), v -> v, out);
        }
    }

    void writeUnalignedExpanded(StringBuilder out) {
        boolean isFirst = true;
        for (List<String> row : grid.rows()) {
            out.append(isFirst ? "" : "\n");
            isFirst = false;
            for (int column = 0; column < row.size(); column++) {
                String value = row.get(column);
                out.append(grid.columns().get(column).name()).append(style.fieldSeparator());
                out.append(value == null ? style.nullText() : value).append('\n');
            }
        }
    }

    void writeCsv(StringBuilder out) {
        if (!style.isTuplesOnly()) {
            line(grid.columns().stream().map(Grid.Column::name).toList(), ",", DelimitedTable::quoted, out);
        }
        for (List<String> row : grid.rows()) {
            line(row, ",", DelimitedTable::quoted, out);
        }
    }

    private void line(List<String> values, String separator, Function<String, String> form, StringBuilder out) {
        out.append(values.stream().map(v -> v == null ? style.nullText() : form.apply(v))
                .collect(Collectors.joining(separator))).append('\n');
    }

    private static String quoted(String value) {
        boolean needsQuotes = value.equals("\\.")
                || value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return needsQuotes ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
