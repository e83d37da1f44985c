package dev.millrace.cli.table;

import java.util.ArrayList;
import java.util.List;

/** A table whose rows are not known in advance: a column is as wide as its name, and grows when a row needs more. */
public final class StreamedTable {
    private final List<Grid.Column> columns;
    private final TableStyle style;
    private final List<Integer> widths = new ArrayList<>();

    public StreamedTable(List<Grid.Column> columns, TableStyle style) {
        this.columns = columns;
        this.style = style;
        columns.forEach(c -> widths.add(Math.max(c.name().length(),
                c.name().equals("±") ? 1 : c.isRightAligned() ? 8 : 12)));
    }

    public String header() {
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

    public String row(List<String> values) {
        List<String> texts = values.stream().map(v -> v == null ? style.nullText() : v).toList();
        if (style.format() != TableStyle.Format.ALIGNED) {
            return String.join(separator(), texts) + "\n";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            String text = String.join("\\n", CellText.lines(texts.get(i)));
            if (i >= widths.size()) {
                widths.add(CellText.width(text));
            }
            widths.set(i, Math.max(widths.get(i), CellText.width(text)));
            int spare = widths.get(i) - CellText.width(text);
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
