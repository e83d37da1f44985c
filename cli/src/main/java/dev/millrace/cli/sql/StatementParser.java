package dev.millrace.cli.sql;

import java.util.List;
import java.util.Locale;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Tells the line reader whether what is typed is complete, or goes on in another line; and which word is to be
 * completed.
 */
final class StatementParser implements Parser {
    private static final List<String> WORDS_ALONE = List.of("quit", "exit", "help");

    @Override
    public ParsedLine parse(String text, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !WORDS_ALONE.contains(text.strip().toLowerCase(Locale.ROOT))) {
            InputSplitter splitter = new InputSplitter();
            boolean isLastLineCommand = false;
            for (String line : text.split("\n", -1)) {
                List<InputSplitter.Piece> pieces = splitter.feed(line);
                isLastLineCommand = !pieces.isEmpty() && pieces.getLast() instanceof InputSplitter.Piece.Command;
            }
            if (splitter.isPending() && !isLastLineCommand) {
                throw new EOFError(-1, -1, "the statement goes on", String.valueOf(splitter.openMark()));
            }
        }
        int begin = cursor;
        while (begin > 0 && isWordPart(text.charAt(begin - 1))) {
            begin--;
        }
        int end = cursor;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        return new Typed(text, cursor, text.substring(begin, end), cursor - begin);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '"' || c == '\\' || c == '+';
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
