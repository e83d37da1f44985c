package dev.millrace.cli.table;

import java.util.List;

/** Answers in the languages of documents: Markdown, HTML, AsciiDoc. */
final class MarkupTable {
    private final Grid grid;
    private final TableStyle style;
    private final String title;
    private final List<String> footers;

    MarkupTable(Grid grid, TableStyle style, String title, List<String> footers) {
        this.grid = grid;
        this.style = style;
        this.title = style.isTuplesOnly() ? null : title;
        this.footers = style.isTuplesOnly() || !style.hasFooter() ? List.of() : footers;
    }

    void writeMarkdown(StringBuilder out) {
        out.append(title == null ? "" : "**" + title + "**\n\n");
        if (style.expanded() == TableStyle.Expanded.ON) {
            out.append("| Column | Value |\n|---|---|\n");
            eachValue((name, value) -> out.append("| ").append(markdown(name)).append(" | ").append(markdown(value))
                    .append(" |\n"));
            return;
        }
        List<Grid.Column> columns = grid.columns();
        columns.forEach(c -> out.append("| ").append(markdown(c.name())).append(' '));
        out.append("|\n");
        columns.forEach(c -> out.append(c.isRightAligned() ? "|---:" : "|---"));
        out.append("|\n");
        for (List<String> row : grid.rows()) {
            for (int column = 0; column < row.size(); column++) {
                out.append("| ").append(markdown(shown(row, column))).append(' ');
            }
            out.append("|\n");
        }
    }

    private static String markdown(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r", "").replace("\n", "<br>");
    }

    void writeHtml(StringBuilder out) {
        out.append("<table border=\"").append(style.border()).append('"');
        out.append(style.tableAttributes() == null ? "" : " " + style.tableAttributes()).append(">\n");
        out.append(title == null ? "" : "  <caption>" + html(title) + "</caption>\n");
        if (style.expanded() == TableStyle.Expanded.ON) {
            writeHtmlExpanded(out);
        } else {
            if (!style.isTuplesOnly()) {
                out.append("  <tr>\n");
                grid.columns().forEach(c -> out.append("    <th align=\"center\">").append(html(c.name()))
                        .append("</th>\n"));
                out.append("  </tr>\n");
            }
            for (List<String> row : grid.rows()) {
                out.append("  <tr valign=\"top\">\n");
                for (int column = 0; column < row.size(); column++) {
                    writeHtmlCell(column, shown(row, column), out);
                }
                out.append("  </tr>\n");
            }
        }
        out.append("</table>\n");
        if (style.expanded() != TableStyle.Expanded.ON && !footers.isEmpty()) {
            out.append("<p>");
            footers.forEach(line -> out.append(html(line)).append("<br />\n"));
            out.append("</p>\n");
        } else if (style.expanded() == TableStyle.Expanded.ON) {
            out.append('\n');
        }
    }

    private void writeHtmlCell(int column, String text, StringBuilder out) {
        boolean isRight = grid.columns().get(column).isRightAligned();
        out.append("    <td align=\"").append(isRight ? "right" : "left").append("\">");
        out.append(text.isBlank() ? "&nbsp; " : html(text)).append("</td>\n");
    }

    private void writeHtmlExpanded(StringBuilder out) {
        for (int row = 0; row < grid.rows().size(); row++) {
            out.append(style.isTuplesOnly() ? "\n  <tr><td colspan=\"2\">&nbsp;</td></tr>\n"
                    : "\n  <tr><td colspan=\"2\" align=\"center\">Record " + (row + 1) + "</td></tr>\n");
            for (int column = 0; column < grid.columns().size(); column++) {
                out.append("  <tr valign=\"top\">\n    <th>").append(html(grid.columns().get(column).name()))
                        .append("</th>\n");
                writeHtmlCell(column, shown(grid.rows().get(row), column), out);
                out.append("  </tr>\n");
            }
        }
    }

    private static String html(String text) {
        String leading = text.replaceFirst("\\S(?s:.*)$", "");
        String escaped = text.substring(leading.length()).replace("&", "&amp;").replace("<", "&lt;")
                .replace(">", "&gt;").replace("\"", "&quot;").replace("\n", "<br />\n");
        return leading.replace(" ", "&nbsp;") + escaped;
    }

    void writeAsciidoc(StringBuilder out) {
        out.append('\n').append(title == null ? "" : "." + title + "\n");
        boolean isExpanded = style.expanded() == TableStyle.Expanded.ON;
        StringBuilder columns = new StringBuilder();
        grid.columns().forEach(c -> columns.append(columns.isEmpty() ? "" : ",")
                .append(c.isRightAligned() ? ">l" : "<l"));
        out.append('[').append(isExpanded ? "cols=\"h,l\"" : (style.isTuplesOnly() ? "" : "options=\"header\",")
                + "cols=\"" + columns + "\"");
        out.append(switch (style.border()) {
            case 0 -> ",frame=\"none\",grid=\"none\"";
            case 1 -> ",frame=\"none\"";
            default -> ",frame=\"all\",grid=\"all\"";
        }).append("]\n|====\n");
        if (isExpanded) {
            int[] at = {0};
            int width = Math.max(1, grid.columns().size());
            eachValue((name, value) -> {
                if (at[0] % width == 0) {
                    out.append("2+^|Record ").append(at[0] / width + 1).append('\n');
                }
                boolean isRight = grid.columns().get(at[0] % width).isRightAligned();
                at[0]++;
                out.append("<l|").append(asciidoc(name)).append(isRight ? " >l|" : " <l|").append(asciidoc(value))
                        .append('\n');
            });
        } else {
            if (!style.isTuplesOnly()) {
                int[] at = {0};
                grid.columns().forEach(c -> out.append(at[0]++ > 0 ? " " : "").append("^l|")
                        .append(asciidoc(c.name())));
                out.append('\n');
            }
            for (List<String> row : grid.rows()) {
                for (int column = 0; column < row.size(); column++) {
                    out.append(column > 0 ? " " : "").append('|').append(asciidoc(shown(row, column)));
                }
                out.append('\n');
            }
        }
        out.append("|====\n");
        if (!isExpanded && !footers.isEmpty()) {
            out.append("\n....\n");
            footers.forEach(line -> out.append(line).append('\n'));
            out.append("....\n");
        }
    }

    private static String asciidoc(String text) {
        return text.replace("|", "\\|");
    }

    /** What is done with a column's name and a value of it. */
    @FunctionalInterface
    private interface Use {
        void of(String name, String value);
    }

    private void eachValue(Use use) {
        for (List<String> row : grid.rows()) {
            for (int column = 0; column < row.size(); column++) {
                use.of(grid.columns().get(column).name(), shown(row, column));
            }
        }
    }

    private String shown(List<String> row, int column) {
        return CellText.shown(grid, style, column, row.get(column));
    }

    /** Each row as an object of JSON, in an array; numbers and truths as such, all else as strings. */
    void writeJson(StringBuilder out) {

        out.append('[');
        for (int row = 0; row < grid.rows().size(); row++) {
            out.append(row > 0 ? ",\n {" : "{");
            for (int column = 0; column < grid.columns().size(); column++) {
                String value = grid.rows().get(row).get(column);
                Grid.Column named = grid.columns().get(column);
                out.append(column > 0 ? "," : "").append(Json.string(named.name())).append(':');
                out.append(Json.value(value, named));
            }
            out.append('}');
        }
        out.append("]\n");
    }
}
