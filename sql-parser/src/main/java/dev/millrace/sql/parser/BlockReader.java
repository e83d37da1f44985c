package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.Block;
import dev.millrace.sql.parser.statement.Block.Step;

/**
 * Reads the body of DO: blocks, IF, RAISE, PERFORM, EXECUTE and SQL statements, and what to do about their errors.
 * What needs variables is refused by name.
 */
final class BlockReader {

    private static final Set<String> UNSUPPORTED = Set.of(
            "declare", "loop", "while", "for", "foreach", "case", "exit", "continue", "get", "open", "fetch", "move",
            "close", "call", "assert", "commit", "rollback");
    private static final Set<String> LEVELS = Set.of("debug", "log", "info", "notice", "warning", "exception");
    private static final int DEPTH_MAX = 100;

    private final String text;
    private final List<Lexeme> lexemes;
    private int at;
    private int depth;

    BlockReader(String text) {
        this.text = text;
        this.lexemes = Lexer.read(text);
    }

    Block read() {
        Block block = block();
        acceptMark(";");
        if (peek().form != Form.END) {
            throw SqlParseFailure.syntax(text, peek());
        }
        return block;
    }

    private Block block() {
        if (++depth > DEPTH_MAX) {
            throw SqlParseFailure.at(SqlParseFailure.Kind.TOO_COMPLEX, "stack depth limit exceeded", text, 0);
        }
        refuse();
        expect("begin");
        List<Step> steps = steps(Set.of("exception", "end"));
        List<Block.Handler> handlers = new ArrayList<>();
        if (accept("exception")) {
            do {
                expect("when");
                List<String> conditions = new ArrayList<>();
                do {
                    conditions.add(condition());
                } while (accept("or"));
                expect("then");
                handlers.add(new Block.Handler(conditions, steps(Set.of("when", "end"))));
            } while (peek().is("when"));
        }
        expect("end");
        depth--;
        return new Block(steps, handlers);
    }

    private String condition() {
        boolean isState = accept("sqlstate");
        Lexeme name = peek();
        if (isState ? name.form != Form.STRING : name.form != Form.WORD) {
            throw SqlParseFailure.syntax(text, name);
        }
        at++;
        return isState ? name.text.toUpperCase(Locale.ROOT) : name.text;
    }

    private List<Step> steps(Set<String> ends) {
        List<Step> steps = new ArrayList<>();
        while (peek().form != Form.WORD || !ends.contains(peek().text)) {
            steps.add(step());
            expectMark(";");
        }
        return steps;
    }

    private Step step() {
        Lexeme first = peek();
        if (first.form == Form.END) {
            throw SqlParseFailure.syntax(text, first);
        }
        if (first.is("begin")) {
            return new Step.Nested(block());
        }
        refuse();
        if (accept("null")) {
            return new Step.Nothing();
        }
        if (accept("return")) {
            return new Step.Return();
        }
        if (accept("if")) {
            return choice();
        }
        if (accept("perform")) {
            return new Step.Perform(upTo(Set.of()));
        }
        if (accept("execute")) {
            String expression = upTo(Set.of("into", "using"));
            refuseWords("into", "using");
            return new Step.Dynamic(expression);
        }
        if (accept("raise")) {
            return raise();
        }
        return new Step.Sql(upTo(Set.of()));
    }

    private Step choice() {
        List<Block.Branch> branches = new ArrayList<>();
        do {
            String condition = upTo(Set.of("then"));
            expect("then");
            branches.add(new Block.Branch(condition, steps(Set.of("elsif", "elseif", "else", "end"))));
        } while (accept("elsif") || accept("elseif"));
        List<Step> otherwise = accept("else") ? steps(Set.of("end")) : List.of();
        expect("end");
        expect("if");
        return new Step.Choice(branches, otherwise);
    }

    private Step raise() {
        if (peek().isMark(";")) {
            return new Step.RaiseAgain();
        }
        String level = peek().form == Form.WORD && LEVELS.contains(peek().text) ? take().text : "exception";
        if (peek().form != Form.STRING) {
            throw unsupported("RAISE without a message", peek());
        }
        String message = take().text;
        List<String> arguments = new ArrayList<>();
        while (acceptMark(",")) {
            arguments.add(upTo(Set.of("using"), ","));
        }
        refuseWords("using");
        return new Step.Raise(level, message, arguments);
    }

    // ---- texts ------------------------------------------------------------------------------------------------------

    /** What stands up to the semicolon, or one of these words, outside of parentheses. */
    private String upTo(Set<String> words, String... marks) {
        int from = at;
        int open = 0;
        while (true) {
            Lexeme next = peek();
            if (next.form == Form.END) {
                throw SqlParseFailure.syntax(text, next);
            }
            boolean isEnd = next.isMark(";") || next.form == Form.WORD && words.contains(next.text)
                    || marks.length > 0 && next.isMark(marks[0]);
            if (open == 0 && isEnd) {
                break;
            }
            open += next.isMark("(") || next.isMark("[") ? 1 : next.isMark(")") || next.isMark("]") ? -1 : 0;
            at++;
        }
        if (at == from) {
            throw SqlParseFailure.syntax(text, peek());
        }
        return text.substring(lexemes.get(from).start, lexemes.get(at - 1).end);
    }

    /** What needs variables, and labels. */
    private void refuse() {
        Lexeme first = peek();
        Lexeme second = lexemes.get(Math.min(at + 1, lexemes.size() - 1));
        if (first.isMark("<<") || first.form == Form.WORD && UNSUPPORTED.contains(first.text)) {
            throw unsupported(first.text.toUpperCase(Locale.ROOT) + " in a DO block", first);
        }
        if (first.form == Form.WORD && (second.isMark(":=") || second.isMark("=") || second.isMark(":"))) {
            throw unsupported("an assignment in a DO block", first);
        }
    }

    private void refuseWords(String... words) {
        for (String word : words) {
            if (peek().is(word)) {
                throw unsupported(word.toUpperCase(Locale.ROOT) + " in a DO block", peek());
            }
        }
    }

    private SqlParseFailure unsupported(String what, Lexeme place) {
        return SqlParseFailure.unsupported(what + " is not supported", text, place.start)
                .withHint("Blocks have no variables: write IF, EXCEPTION, RAISE, PERFORM, EXECUTE and SQL statements.");
    }

    // ---- lexemes ----------------------------------------------------------------------------------------------------

    private Lexeme peek() {
        return lexemes.get(at);
    }

    private Lexeme take() {
        return lexemes.get(at++);
    }

    private boolean accept(String word) {
        boolean isNext = peek().is(word);
        at += isNext ? 1 : 0;
        return isNext;
    }

    private boolean acceptMark(String mark) {
        boolean isNext = peek().isMark(mark);
        at += isNext ? 1 : 0;
        return isNext;
    }

    private void expect(String word) {
        if (!accept(word)) {
            throw SqlParseFailure.syntax(text, peek());
        }
    }

    private void expectMark(String mark) {
        if (!acceptMark(mark)) {
            throw SqlParseFailure.syntax(text, peek());
        }
    }
}
