package dev.millrace.cli.sql;

import java.util.List;

import org.jline.utils.WCWidth;

/** Lines that are drawn again and again in the same place of the terminal. */
final class Screen implements AutoCloseable {
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String ERASE_LINE_END = "\033[K";
    private static final String PLAIN = "\033[0m";
    private static final String ERASE_BELOW = "\033[J";

    private final Output output;
    private int drawnLines;

    Screen(Output output) {
        this.output = output;
        output.say(HIDE_CURSOR);
    }

    /** Draws lines over those drawn before; what is wider than the terminal is cut, or it would wrap. */
    void draw(List<String> lines) {
        int columns = Math.max(1, output.columns());
        StringBuilder text = new StringBuilder();
        text.append(drawnLines > 0 ? "\033[" + drawnLines + "A" : "").append('\r');
        List<String> shown = lines.subList(0, Math.min(lines.size(), output.screenRows() - 1));
        for (String line : shown) {
            text.append(cut(line, columns - 1)).append(ERASE_LINE_END).append("\r\n");
        }
        drawnLines = shown.size();
        output.say(text.append(ERASE_BELOW).toString());
    }

    /** As much of a line as fits into so many columns; its colours take none, and end with it. */
    static String cut(String line, int columns) {
        int width = 0;
        int at = 0;
        boolean hasColours = false;
        while (at < line.length()) {
            if (line.startsWith("\033[", at)) {
                hasColours = true;
                at = line.indexOf('m', at) + 1;
                continue;
            }
            int character = line.codePointAt(at);
            width += Math.max(0, WCWidth.wcwidth(character));
            if (width > columns) {
                return line.substring(0, at) + (hasColours ? PLAIN : "");
            }
            at += Character.charCount(character);
        }
        return line;
    }

    @Override
    public void close() {
        output.say(SHOW_CURSOR);
    }
}
