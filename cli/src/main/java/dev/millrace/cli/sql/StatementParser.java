package dev.millrace.cli.sql;

import java.util.List;
import java.util.Locale;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

import dev.millrace.cli.text.InputSplitter;

/**
 * Tells the line reader whether what is typed is complete, or goes on in another line; and which word is to be
 * completed.
 */
final class StatementParser implements Parser {
    private static final List<String> WORDS_ALONE = List.of("quit", "exit", "help");

    private final Input input;
    private boolean isPlain;

    StatementParser(Input input) {
        this.input = input;
    }

    /** Whether lines are data, of which each is complete. */
    void setPlain(boolean plain) {
        isPlain = plain;
    }

    @Override
    public ParsedLine parse(String text, int cursor, ParseContext context) {
        boolean matters = context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT;
        if (matters && !isPlain && !WORDS_ALONE.contains(text.strip().toLowerCase(Locale.ROOT))) {
            InputSplitter splitter = new InputSplitter(input.splitter());
            boolean isLastLineCommand = !input.conditions().isActive();
            for (String line : text.split("\n", -1)) {
                splitter.feed(line);
                for (InputSplitter.Piece piece = splitter.next(); piece != null; piece = splitter.next()) {
                    isLastLineCommand |= piece instanceof InputSplitter.Piece.Command;
                }
            }
            if (splitter.isPending() && !isLastLineCommand) {
                throw new EOFError(-1, -1, "the statement goes on", String.valueOf(splitter.openMark()));
            }
        }
        boolean isCommand = text.substring(text.lastIndexOf('\n', cursor - 1) + 1, cursor).indexOf('\\') >= 0;
        int begin = cursor;
        while (begin > 0 && isWordPart(text.charAt(begin - 1), isCommand)) {
            begin--;
        }
        boolean isVariable = begin > 0 && text.charAt(begin - 1) == ':' && !text.startsWith("::", begin - 2);
        begin -= isVariable ? 1 : 0;
        int end = cursor;
        while (end < text.length() && isWordPart(text.charAt(end), isCommand)) {
            end++;
        }
        return new Typed(text, cursor, text.substring(begin, end), cursor - begin);
    }

    /** Names; in a command's line also what commands and files are made of. */
    private static boolean isWordPart(char c, boolean isCommand) {
        boolean isName = Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '"';
        return isName || isCommand && "\\+/~-".indexOf(c) >= 0;
    }

    /** What is typed, and the word at the cursor. */
    record Typed(String line, int cursor, String word, int wordCursor) implements CompletingParsedLine {
        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        /** A word is completed as it is: SQL has no escapes outside of quotes. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean isComplete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}
