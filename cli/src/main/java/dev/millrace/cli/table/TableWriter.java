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
        return text(grid, style, style.title(), List.of(grid.footer()), screenWidth);
    }

    /** An answer as a table without anything under it, some of its cells marked: by colours, or by a sign. */
    public static String marked(Grid grid, TableStyle style, CellMarks marks, boolean hasColours, int screenWidth) {
        boolean isBox = style.format() == TableStyle.Format.BOX;
        AlignedTable table = new AlignedTable(grid, isBox ? style.withBorder(2).with(Lines.UNICODE) : style);
        table.mark(marks, hasColours);
        if (style.format() != TableStyle.Format.ALIGNED && screenWidth > 0) {
            table.fit(screenWidth);
        }
        StringBuilder out = new StringBuilder();
        table.write(out);
        return out.toString();
    }

    /**
     * A table under a title (null: none) and with lines of its own at its foot.
     */
    public static String text(Grid grid, TableStyle style, String title, List<String> footers, int screenWidth) {
        StringBuilder out = new StringBuilder();
        MarkupTable markup = new MarkupTable(grid, style, title, footers);
        int width = style.columns() > 0 ? style.columns() : screenWidth;
        switch (style.format()) {
            case CSV -> new DelimitedTable(grid, style).writeCsv(out);
            case UNALIGNED -> {
                if (style.expanded() == TableStyle.Expanded.ON) {
                    new DelimitedTable(grid, style).writeUnalignedExpanded(title, out);
                } else {
                    new DelimitedTable(grid, style).writeUnaligned(title, footers, out);
                }
            }
            case JSON -> markup.writeJson(out);
            case MARKDOWN -> markup.writeMarkdown(out);
            case HTML -> markup.writeHtml(out);
            case ASCIIDOC -> markup.writeAsciidoc(out);
            case ALIGNED -> writeAligned(grid, style, title, footers, width, false, out);
            case WRAPPED -> writeAligned(grid, style, title, footers, width, true, out);
            case BOX -> writeAligned(grid, style.withBorder(2).with(Lines.UNICODE), title, footers, width, true, out);
        }
        return out.toString();
    }

    private static void writeAligned(Grid grid, TableStyle style, String title, List<String> footers, int screenWidth,
            boolean isWrapped, StringBuilder out) {
        AlignedTable aligned = new AlignedTable(grid, style);
        boolean isTooWide = style.expanded() == TableStyle.Expanded.AUTO && screenWidth > 0
                && aligned.width() > screenWidth;
        boolean isExpanded = style.expanded() == TableStyle.Expanded.ON || isTooWide;
        boolean isFitted = isWrapped && screenWidth > 0;
        if (isFitted && !isExpanded) {
            aligned.fit(screenWidth);
        }
        if (title != null && !style.isTuplesOnly()) {
            int spare = isExpanded ? 0 : Math.max(0, aligned.width() - CellText.width(title)) / 2;
            out.repeat(' ', spare).append(title).append('\n');
        }
        if (isExpanded && !grid.rows().isEmpty()) {
            ExpandedTable expanded = new ExpandedTable(grid, style);
            if (isFitted) {
                expanded.fit(screenWidth);
            }
            expanded.write(out);
        } else if (isExpanded) {
            out.append(style.isTuplesOnly() ? "" : "(0 rows)\n");
        } else {
            aligned.write(out);
            if (!style.isTuplesOnly() && style.hasFooter()) {
                footers.forEach(line -> out.append(line).append('\n'));
            }
        }
        out.append('\n');
    }
}
