package dev.millrace.sql.parser;

/** Told now and then, while a long statement is read, how much heap that takes; ends it by throwing. */
@FunctionalInterface
public interface ReadingWatch {
    /** Lets everything be read. */
    ReadingWatch NONE = heapBytes -> { };

    /** Lexemes between two looks. */
    int STRIDE = 1_024;
    int LEXEME_BYTES = 80;
    /** Of the tree, for each lexeme. */
    int NODE_BYTES = 40;

    void holds(long heapBytes);
}
