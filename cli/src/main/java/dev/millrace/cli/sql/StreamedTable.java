package dev.millrace.cli.sql;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.cli.table.Grid;
import dev.millrace.cli.table.TableStyle;

/** A table whose rows are not known in advance: a column is as wide as its name, and grows when a row needs more. */
final class StreamedTable {
    private final List<Grid.Column> columns;
    private final TableStyle style;
    private final List<Integer> widths = new ArrayList<>();

    StreamedTable(List<Grid.Column> columns, TableStyle style) {
        this.columns = columns;
        this.style = style;
        columns.forEach(c -> widths.add(Math.max(c.name().length(), c.isRightAligned() ? 8 : 12)));
    }

    String header() {
        if (columns.isEmpty() || style.isTuplesOnly()) {
            return "";
        }
        if (style.format() != TableStyle.Format.ALIGNED) {
            return String.join(separator(), columns.stream().map(Grid.Column::name).toList()) + "\n";
        }
        StringBuilder out = new StringBuilder();
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            out.append(i > 0 ? "| " : " ").append(columns.get(i).name());
            out.repeat(' ', widths.get(i) - columns.get(i).name().length() + 1);
            rule.append(i > 0 ? "+" : "").repeat('-', widths.get(i) + 2);
        }
        return out.append('\n').append(rule).append('\n').toString();
    }

    String row(List<String> values) {
        List<String> texts = values.stream().map(v -> v == null ? style.nullText() : v).toList();
        if (style.format() != TableStyle.Format.ALIGNED) {
            return String.join(separator(), texts) + "\n";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i).replace("\n", "\\n");
            if (i >= widths.size()) {
                widths.add(text.length());
            }
            widths.set(i, Math.max(widths.get(i), text.length()));
            int spare = widths.get(i) - text.length();
            boolean isRight = i < columns.size() && columns.get(i).isRightAligned();
            boolean isLast = i == texts.size() - 1;
            out.append(i > 0 ? "| " : " ").repeat(' ', isRight ? spare : 0).append(text);
            out.repeat(' ', isRight || isLast ? 0 : spare).append(isLast ? "" : " ");
        }
        return out.append('\n').toString();
    }

    private String separator() {
        return style.format() == TableStyle.Format.CSV ? "," : style.fieldSeparator();
    }
}
