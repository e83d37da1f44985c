package dev.millrace.cli.sql;

import java.util.List;

import org.jline.utils.AttributedString;

/** Lines that are drawn again and again in the same place of the terminal. */
final class Screen implements AutoCloseable {
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String ERASE_LINE_END = "\033[K";
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
            AttributedString styled = AttributedString.fromAnsi(line);
            text.append(styled.columnLength() < columns ? line
                    : styled.columnSubSequence(0, columns - 1).toAnsi()).append(ERASE_LINE_END).append("\r\n");
        }
        drawnLines = shown.size();
        output.say(text.append(ERASE_BELOW).toString());
    }

    @Override
    public void close() {
        output.say(SHOW_CURSOR);
    }
}
