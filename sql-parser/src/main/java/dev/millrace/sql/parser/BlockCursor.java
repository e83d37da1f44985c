package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.procedural.Target;

/** A place in the text of a procedure, and the texts of SQL that are cut out of it. */
final class BlockCursor {

    private final String text;
    private final List<Lexeme> lexemes;
    private int at;

    BlockCursor(String text) {
        this.text = text;
        this.lexemes = Lexer.read(text);
    }

    Lexeme peek() {
        return peek(0);
    }

    Lexeme peek(int ahead) {
        return lexemes.get(Math.min(at + ahead, lexemes.size() - 1));
    }

    Lexeme take() {
        return lexemes.get(at < lexemes.size() - 1 ? at++ : at);
    }

    /** The line of what comes next, from 1. */
    int line() {
        return 1 + (int) text.substring(0, peek().start).chars().filter(c -> c == '\n').count();
    }

    boolean accept(String word) {
        boolean isNext = peek().is(word);
        at += isNext ? 1 : 0;
        return isNext;
    }

    boolean accept(String word, String next) {
        boolean isNext = peek().is(word) && peek(1).is(next);
        at += isNext ? 2 : 0;
        return isNext;
    }

    boolean acceptMark(String mark) {
        boolean isNext = peek().isMark(mark);
        at += isNext ? 1 : 0;
        return isNext;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw unexpected();
        }
    }

    void expectMark(String mark) {
        if (!acceptMark(mark)) {
            throw unexpected();
        }
    }

    SqlParseFailure unexpected() {
        return SqlParseFailure.syntax(text, peek());
    }

    SqlParseFailure failure(SqlParseFailure.Kind kind, String message) {
        return SqlParseFailure.at(kind, message, text, peek().start);
    }

    /** What should stand before the next word does not. */
    SqlParseFailure missing(String what) {
        Lexeme next = peek();
        return next.form == Form.END
                ? unexpected()
                : failure(
                        SqlParseFailure.Kind.SYNTAX_ERROR,
                        "missing " + what + " at or near \"" + text.substring(next.start, next.end) + "\"");
    }

    SqlParseFailure unsupported(String what) {
        return SqlParseFailure.unsupported(what + " is not supported", text, peek().start);
    }

    // ---- names ------------------------------------------------------------------------------------------------------

    boolean atName() {
        return peek().form == Form.WORD || peek().form == Form.QUOTED_NAME;
    }

    String name() {
        if (!atName()) {
            throw unexpected();
        }
        return take().text;
    }

    /** A name that may be several, or {@code $n}. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        names.add(peek().form == Form.PARAMETER ? take().text : name());
        while (peek().isMark(".")) {
            at++;
            names.add(name());
        }
        return names;
    }

    /** {@code <<label>>}, or null. */
    String label() {
        if (!acceptMark("<<")) {
            return null;
        }
        String label = name();
        expectMark(">>");
        return label;
    }

    /** A variable or a field of one, with subscripts. */
    Target target() {
        List<String> names = names();
        List<String> subscripts = new ArrayList<>();
        while (acceptMark("[")) {
            subscripts.add(upTo(Set.of(), "]"));
            expectMark("]");
        }
        return new Target(names, subscripts);
    }

    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        do {
            targets.add(target());
        } while (acceptMark(","));
        return targets;
    }

    /** Whether a variable comes next, and an assignment to it. */
    boolean atAssignment() {
        int ahead = 0;
        if (peek().form != Form.WORD && peek().form != Form.QUOTED_NAME && peek().form != Form.PARAMETER) {
            return false;
        }
        ahead++;
        while (peek(ahead).isMark(".")) {
            ahead += 2;
        }
        while (peek(ahead).isMark("[")) {
            int open = 0;
            do {
                open += peek(ahead).isMark("[") ? 1 : peek(ahead).isMark("]") ? -1 : 0;
                ahead++;
            } while (open > 0 && peek(ahead).form != Form.END);
        }
        return isAssignment(peek(ahead));
    }

    /** {@code :=}, which the lexer takes for {@code =>}, or {@code =}. */
    boolean isAssignment(Lexeme lexeme) {
        return lexeme.isMark("=") || lexeme.isMark("=>") && text.startsWith(":=", lexeme.start);
    }

    void expectAssignment() {
        if (!isAssignment(peek())) {
            throw unexpected();
        }
        at++;
    }

    // ---- texts ------------------------------------------------------------------------------------------------------

    /** What stands up to the semicolon, or one of these words or marks, outside of parentheses; not nothing. */
    String upTo(Set<String> words, String... marks) {
        int from = at;
        skipTo(words, marks);
        if (at == from) {
            throw missing("expression");
        }
        return text.substring(lexemes.get(from).start, lexemes.get(at - 1).end);
    }

    void skipTo(Set<String> words, String... marks) {
        int open = 0;
        int cases = 0;
        while (true) {
            Lexeme next = peek();
            if (next.form == Form.END) {
                throw unexpected();
            }
            // The words of CASE are those of IF and CASE around it.
            boolean isEnd = next.isMark(";") || cases == 0 && next.form == Form.WORD && words.contains(next.text)
                    || Arrays.stream(marks).anyMatch(next::isMark);
            if (open == 0 && isEnd) {
                return;
            }
            cases += next.is("case") ? 1 : next.is("end") && cases > 0 ? -1 : 0;
            open += next.isMark("(") || next.isMark("[") ? 1 : next.isMark(")") || next.isMark("]") ? -1 : 0;
            at++;
        }
    }

    /** Expressions between commas, up to the semicolon or one of these words. */
    List<String> list(Set<String> words) {
        List<String> all = new ArrayList<>();
        do {
            all.add(upTo(words, ","));
        } while (acceptMark(","));
        return all;
    }

    /** Whether a mark comes before the word, outside of parentheses and of this statement. */
    boolean hasBefore(String mark, String word) {
        int here = at;
        try {
            skipTo(Set.of(word), mark);
            return peek().isMark(mark);
        } finally {
            at = here;
        }
    }

    int place() {
        return at;
    }

    void returnTo(int place) {
        at = place;
    }

    /** The text between two places, with blanks for what stands between two others within. */
    String between(int from, int to, int cutFrom, int cutTo) {
        int start = lexemes.get(from).start;
        StringBuilder out = new StringBuilder(text.substring(start, lexemes.get(to - 1).end));
        if (cutTo > cutFrom) {
            int first = lexemes.get(cutFrom).start - start;
            int last = lexemes.get(cutTo - 1).end - start;
            out.replace(first, last, " ".repeat(last - first));
        }
        return out.toString().stripTrailing();
    }
}
