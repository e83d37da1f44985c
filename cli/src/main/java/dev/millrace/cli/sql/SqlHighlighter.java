package dev.millrace.cli.sql;

import java.util.Locale;

import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

import dev.millrace.cli.text.Keywords;
import dev.millrace.cli.text.SqlTokens;

/** Colours while typing: keywords, strings, numbers, comments, backslash commands. */
final class SqlHighlighter implements Highlighter {
    private static final AttributedStyle KEYWORD = AttributedStyle.DEFAULT.foreground(AttributedStyle.BLUE).bold();
    private static final AttributedStyle STRING = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
    private static final AttributedStyle NUMBER = AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA);
    private static final AttributedStyle COMMENT = AttributedStyle.DEFAULT.foreground(AttributedStyle.BLACK)
            .foreground(AttributedStyle.BRIGHT + AttributedStyle.BLACK);
    private static final AttributedStyle COMMAND = AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);

    private final boolean hasColours;

    SqlHighlighter(boolean hasColours) {
        this.hasColours = hasColours;
    }

    @Override
    public AttributedString highlight(LineReader reader, String text) {
        if (!hasColours) {
            return new AttributedString(text);
        }
        AttributedStringBuilder out = new AttributedStringBuilder();
        boolean isCommand = false;
        for (SqlTokens.Token token : SqlTokens.of(text)) {
            isCommand = token.text().equals("\\") || isCommand && token.kind() != SqlTokens.Kind.SPACE;
            out.append(token.text(), isCommand ? COMMAND : style(token));
        }
        return out.toAttributedString();
    }

    private static AttributedStyle style(SqlTokens.Token token) {
        return switch (token.kind()) {
            case WORD -> Keywords.ALL.contains(token.text().toLowerCase(Locale.ROOT)) ? KEYWORD
                    : AttributedStyle.DEFAULT;
            case STRING -> STRING;
            case NUMBER -> NUMBER;
            case COMMENT -> COMMENT;
            case SPACE, QUOTED_NAME, SIGN -> AttributedStyle.DEFAULT;
        };
    }
}
