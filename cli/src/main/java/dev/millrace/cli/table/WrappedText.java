package dev.millrace.cli.table;

import java.util.ArrayList;
import java.util.List;

/** A value's lines, cut to a width. */
final class WrappedText {
    /** Why a line ends. */
    enum End {
        LAST, BREAK, WRAP, NONE
    }

    /** A line as it is written; isWrapped: it goes on with the one above. */
    record Line(String text, End end, boolean isWrapped) {
        /** Stands beside the further lines of a longer value. */
        static final Line EMPTY = new Line("", End.NONE, false);
    }

    private WrappedText() {
    }

    static List<Line> of(List<String> lines, int width) {
        List<Line> cut = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String rest = lines.get(i);
            boolean isWrapped = false;
            while (width > 0 && CellText.width(rest) > width) {
                int end = CellText.fitting(rest, width);
                cut.add(new Line(rest.substring(0, end), End.WRAP, isWrapped));
                isWrapped = true;
                rest = rest.substring(end);
            }
            cut.add(new Line(rest, i + 1 < lines.size() ? End.BREAK : End.LAST, isWrapped));
        }
        return cut;
    }
}
