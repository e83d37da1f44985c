package dev.millrace.cli.table;

import java.util.List;

import org.jline.utils.WCWidth;

/** A value on the screen: its lines and how many columns of the screen they take. */
final class CellText {
    private CellText() {
    }

    static List<String> lines(String value) {
        return List.of(visible(value).split("\n", -1));
    }

    /** Control characters as psql shows them, so that a value cannot steer the terminal. */
    private static String visible(String value) {
        if (value.chars().allMatch(c -> c == '\n' || c >= ' ' && c != 0x7f)) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n') {
                text.append(c);
            } else if (c == '\r') {
                text.append("\\r");
            } else if (c == '\t') {
                int column = text.length() - (text.lastIndexOf("\n") + 1);
                text.repeat(' ', 8 - column % 8);
            } else if (c < ' ' || c == 0x7f) {
                text.append(String.format("\\x%02X", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    static int width(String line) {
        int width = 0;
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            width += Math.max(0, WCWidth.wcwidth(line.codePointAt(i)));
        }
        return width;
    }

    /** The end of as much of a line as fits into so many columns of the screen; one character always does. */
    static int fitting(String line, int columns) {
        int width = 0;
        int end = 0;
        while (end < line.length()) {
            int character = line.codePointAt(end);
            width += Math.max(0, WCWidth.wcwidth(character));
            if (width > columns && end > 0) {
                break;
            }
            end += Character.charCount(character);
        }
        return end;
    }

    /** A value as the style wants it: what stands for a null, digits in groups. */
    static String shown(Grid grid, TableStyle style, int column, String value) {
        if (value == null) {
            return style.nullText();
        }
        boolean isGrouped = style.isNumericLocale() && grid.columns().get(column).isRightAligned()
                && value.matches("-?\\d{4,}(\\.\\d+)?.*");
        return isGrouped ? value.replaceFirst("^(-?\\d+).*$", "$1").replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",")
                + value.replaceFirst("^-?\\d+", "") : value;
    }

    static int widthMax(List<String> lines) {
        return lines.stream().mapToInt(CellText::width).max().orElse(0);
    }
}
