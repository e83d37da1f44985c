package dev.millrace.cli.table;

import java.util.List;

/** Writes an answer in the form that is wanted, footer and the blank line after it included. */
public final class TableWriter {
    private TableWriter() {
    }

    /**
     * An answer with its count of rows.
     *
     * @param screenWidth columns of the screen, 0 when there is none: then an answer is never too wide
     */
    public static String text(Grid grid, TableStyle style, int screenWidth) {
        return text(grid, style, null, List.of(grid.footer()), screenWidth);
    }

    /**
     * A table under a title (null: none) and with lines of its own at its foot.
     */
    public static String text(Grid grid, TableStyle style, String title, List<String> footers, int screenWidth) {
        StringBuilder out = new StringBuilder();
        switch (style.format()) {
            case CSV -> new DelimitedTable(grid, style).writeCsv(out);
            case UNALIGNED -> writeUnaligned(grid, style, title, footers, out);
            case ALIGNED -> writeAligned(grid, style, title, footers, screenWidth, out);
        }
        return out.toString();
    }

    private static void writeUnaligned(Grid grid, TableStyle style, String title, List<String> footers,
            StringBuilder out) {
        DelimitedTable table = new DelimitedTable(grid, style);
        if (title != null && !style.isTuplesOnly()) {
            out.append(title).append('\n');
        }
        if (style.expanded() == TableStyle.Expanded.ON) {
            table.writeUnalignedExpanded(out);
            return;
        }
        table.writeUnaligned(out);
        writeFooters(style, footers, out);
    }

    private static void writeAligned(Grid grid, TableStyle style, String title, List<String> footers, int screenWidth,
            StringBuilder out) {
        AlignedTable aligned = new AlignedTable(grid, style);
        boolean isTooWide = style.expanded() == TableStyle.Expanded.AUTO && screenWidth > 0
                && aligned.width() > screenWidth;
        boolean isExpanded = style.expanded() == TableStyle.Expanded.ON || isTooWide;
        if (title != null && !style.isTuplesOnly()) {
            int spare = isExpanded ? 0 : Math.max(0, aligned.width() - CellText.width(title)) / 2;
            out.repeat(' ', spare).append(title).append('\n');
        }
        if (isExpanded && !grid.rows().isEmpty()) {
            new ExpandedTable(grid, style).write(out);
        } else if (isExpanded) {
            out.append(style.isTuplesOnly() ? "" : "(0 rows)\n");
        } else {
            aligned.write(out);
            writeFooters(style, footers, out);
        }
        out.append('\n');
    }

    private static void writeFooters(TableStyle style, List<String> footers, StringBuilder out) {
        if (!style.isTuplesOnly() && style.hasFooter()) {
            footers.forEach(line -> out.append(line).append('\n'));
        }
    }
}
