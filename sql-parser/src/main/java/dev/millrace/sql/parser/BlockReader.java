package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.procedural.Block;
import dev.millrace.sql.procedural.Declaration;
import dev.millrace.sql.procedural.ErrorConditions;
import dev.millrace.sql.procedural.Step;
import dev.millrace.sql.procedural.TypeText;

/** Reads the text of a procedure in PL/pgSQL: its blocks, what they declare, and what to do about their errors. */
final class BlockReader {

    private static final int DEPTH_MAX = 100;

    private final BlockCursor cursor;
    private final StepReader steps;
    private int depth;
    private Block.Conflict conflict = Block.Conflict.ERROR;

    BlockReader(String text) {
        this.cursor = new BlockCursor(text);
        this.steps = new StepReader(cursor, this);
    }

    Block read() {
        while (cursor.acceptMark("#")) {
            option();
        }
        Block block = block(cursor.label());
        cursor.acceptMark(";");
        if (cursor.peek().form != Form.END) {
            throw cursor.unexpected();
        }
        return block;
    }

    /** {@code #variable_conflict}; others are refused. */
    private void option() {
        String name = cursor.name();
        if (!name.equals("variable_conflict")) {
            throw cursor.unsupported("#" + name);
        }
        conflict = Arrays.stream(Block.Conflict.values())
                .filter(one -> cursor.peek().is(one.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(cursor::unexpected);
        cursor.take();
    }

    Block block(String label) {
        enter();
        int line = cursor.line();
        List<Declaration> declarations = new ArrayList<>();
        while (cursor.accept("declare")) {
            while (!cursor.peek().is("begin") && !cursor.peek().is("declare")) {
                Lexeme name = cursor.peek();
                if (declarations.stream().anyMatch(one -> one.name().equals(name.text))) {
                    throw cursor.failure(
                            SqlParseFailure.Kind.SYNTAX_ERROR,
                            "duplicate declaration at or near \"" + name.text + "\"");
                }
                declarations.add(declaration());
                cursor.expectMark(";");
            }
        }
        cursor.expect("begin");
        List<Step> body = steps.upTo(Set.of("exception", "end"));
        List<Block.Handler> handlers = new ArrayList<>();
        if (cursor.accept("exception")) {
            do {
                cursor.expect("when");
                List<String> states = new ArrayList<>();
                do {
                    states.addAll(condition());
                } while (cursor.accept("or"));
                cursor.expect("then");
                handlers.add(new Block.Handler(
                        states.contains("others") ? null : states, steps.upTo(Set.of("when", "end"))));
            } while (cursor.peek().is("when"));
        }
        cursor.expect("end");
        endLabel(label);
        depth--;
        return new Block(line, label, conflict, declarations, body, handlers);
    }

    void enter() {
        if (++depth > DEPTH_MAX) {
            throw cursor.failure(SqlParseFailure.Kind.TOO_COMPLEX, "stack depth limit exceeded");
        }
    }

    void leave() {
        depth--;
    }

    /** The label behind END, which has to be the one in front. */
    void endLabel(String label) {
        if (!cursor.atName()) {
            return;
        }
        String again = cursor.peek().text;
        if (label == null || !label.equals(again)) {
            throw cursor.failure(
                    SqlParseFailure.Kind.SYNTAX_ERROR,
                    label == null
                            ? "end label \"" + again + "\" specified for unlabeled block"
                            : "end label \"" + again + "\" differs from block's label \"" + label + "\"");
        }
        cursor.take();
    }

    private List<String> condition() {
        boolean isState = cursor.accept("sqlstate");
        Lexeme name = cursor.peek();
        if (isState ? name.form != Form.STRING : !cursor.atName()) {
            throw cursor.unexpected();
        }
        cursor.take();
        if (!isState && name.text.equals("others")) {
            return List.of("others");
        }
        return isState ? List.of(state(name.text)) : states(name.text);
    }

    /** SQLSTATEs of a condition. */
    List<String> states(String condition) {
        List<String> states = ErrorConditions.states(condition);
        if (states == null) {
            throw cursor.failure(
                    SqlParseFailure.Kind.UNDEFINED_OBJECT,
                    "unrecognized exception condition \"" + condition + "\"");
        }
        return states;
    }

    String state(String text) {
        String state = text.toUpperCase(Locale.ROOT);
        if (!state.matches("[0-9A-Z]{5}")) {
            throw cursor.failure(SqlParseFailure.Kind.SYNTAX_ERROR, "invalid SQLSTATE code");
        }
        return state;
    }

    // ---- declarations -----------------------------------------------------------------------------------------------

    private Declaration declaration() {
        int line = cursor.line();
        String name = cursor.name();
        if (cursor.accept("alias")) {
            cursor.expect("for");
            return new Declaration.Alias(line, name, cursor.names().getLast());
        }
        boolean isScroll = cursor.accept("scroll");
        if (isScroll || cursor.accept("no", "scroll") || cursor.peek().is("cursor")) {
            return boundCursor(line, name, isScroll);
        }
        boolean isConstant = cursor.accept("constant");
        TypeText type = type(Set.of("not", "default", "collate"), ":=", "=", "=>");
        if (cursor.accept("collate")) {
            cursor.names();
        }
        boolean isNotNull = cursor.accept("not", "null");
        String value = null;
        if (cursor.accept("default")) {
            value = cursor.upTo(Set.of());
        } else if (cursor.isAssignment(cursor.peek())) {
            cursor.take();
            value = cursor.upTo(Set.of());
        }
        if (isNotNull && value == null) {
            throw cursor.failure(
                    SqlParseFailure.Kind.NULL_VALUE,
                    "variable \"" + name + "\" must have a default value, since it's declared NOT NULL");
        }
        return new Declaration.Variable(line, name, type, isConstant, isNotNull, value);
    }

    private Declaration boundCursor(int line, String name, boolean isScroll) {
        cursor.expect("cursor");
        List<Declaration.Parameter> parameters = new ArrayList<>();
        if (cursor.acceptMark("(")) {
            do {
                String parameter = cursor.name();
                parameters.add(new Declaration.Parameter(parameter, type(Set.of(), ",", ")")));
            } while (cursor.acceptMark(","));
            cursor.expectMark(")");
        }
        if (!cursor.accept("is")) {
            cursor.expect("for");
        }
        return new Declaration.Cursor(line, name, isScroll, parameters, cursor.upTo(Set.of()));
    }

    private TypeText type(Set<String> ends, String... marks) {
        int from = cursor.place();
        if (cursor.atName()) {
            List<String> names = cursor.names();
            if (cursor.peek().isMark("%") && (cursor.peek(1).is("type") || cursor.peek(1).is("rowtype"))) {
                int to = cursor.place();
                cursor.take();
                boolean isRow = cursor.take().is("rowtype");
                return new TypeText(
                        isRow ? TypeText.Form.ROW : TypeText.Form.OF, cursor.between(from, to, 0, 0), names);
            }
            boolean isRecord = names.equals(List.of("record"));
            if (isRecord) {
                return new TypeText(TypeText.Form.RECORD, "record", List.of());
            }
        }
        cursor.returnTo(from);
        return new TypeText(TypeText.Form.NAMED, cursor.upTo(ends, marks), List.of());
    }
}
