package dev.millrace.sql.parser;

import java.util.List;
import java.util.Set;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.procedural.Loop;
import dev.millrace.sql.procedural.Loop.Over;
import dev.millrace.sql.procedural.Step;
import dev.millrace.sql.procedural.Target;

/** Reads the loops of a procedure. */
final class LoopReader {

    private static final Set<String> LOOP = Set.of("loop");

    private final BlockCursor cursor;
    private final BlockReader blocks;
    private final StepReader steps;

    LoopReader(BlockCursor cursor, BlockReader blocks, StepReader steps) {
        this.cursor = cursor;
        this.blocks = blocks;
        this.steps = steps;
    }

    /** @param hasLabel whether it has one, be it without a name */
    Step loop(String label, boolean hasLabel) {
        int line = cursor.line();
        Over over = over();
        cursor.expect("loop");
        blocks.enter();
        List<Step> body = steps.upTo(Set.of("end"));
        cursor.expect("end");
        cursor.expect("loop");
        blocks.endLabel(hasLabel ? label : null);
        blocks.leave();
        return new Step.Repeated(new Loop(line, label, over, body));
    }

    private Over over() {
        if (cursor.peek().is("loop")) {
            return new Over.Forever();
        }
        if (cursor.accept("while")) {
            return new Over.While(cursor.upTo(LOOP));
        }
        if (cursor.accept("foreach")) {
            List<Target> targets = cursor.targets();
            int slice = cursor.accept("slice") ? Integer.parseInt(cursor.take().text) : 0;
            cursor.expect("in");
            cursor.expect("array");
            return new Over.Elements(targets, slice, cursor.upTo(LOOP));
        }
        cursor.expect("for");
        List<Target> targets = cursor.targets();
        cursor.expect("in");
        if (cursor.accept("execute")) {
            String text = cursor.upTo(Set.of("loop", "using"));
            return new Over.Rows(targets, text, true, cursor.accept("using") ? cursor.list(LOOP) : List.of());
        }
        boolean isReverse = cursor.accept("reverse");
        if (isReverse || cursor.hasBefore("..", "loop")) {
            return range(targets, isReverse);
        }
        if (atCursor()) {
            String name = cursor.name();
            String arguments = cursor.peek().isMark("(") ? cursor.upTo(LOOP) : null;
            return new Over.OfCursor(targets.getFirst().toString(), name, arguments);
        }
        return new Over.Rows(targets, cursor.upTo(LOOP), false, List.of());
    }

    private Over range(List<Target> targets, boolean isReverse) {
        if (targets.size() > 1) {
            throw cursor.failure(
                    SqlParseFailure.Kind.SYNTAX_ERROR, "integer FOR loop must have only one target variable");
        }
        String from = cursor.upTo(LOOP, "..");
        cursor.expectMark("..");
        String to = cursor.upTo(Set.of("loop", "by"));
        String by = cursor.accept("by") ? cursor.upTo(LOOP) : null;
        return new Over.Range(targets.getFirst().toString(), from, to, by, isReverse);
    }

    /** Whether a name comes next, and LOOP or arguments behind it. */
    private boolean atCursor() {
        return cursor.peek().form != Form.MARK && cursor.atName()
                && (cursor.peek(1).is("loop") || cursor.peek(1).isMark("("))
                && !cursor.peek().is("select") && !cursor.peek().is("values") && !cursor.peek().is("with");
    }
}
