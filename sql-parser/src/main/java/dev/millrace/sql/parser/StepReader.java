package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.procedural.Step;
import dev.millrace.sql.procedural.Target;

/** Reads the statements of a procedure. */
final class StepReader {

    private static final Set<String> NONE = Set.of();
    private static final Set<String> LEVELS = Set.of("debug", "log", "info", "notice", "warning", "exception");
    private static final Set<String> RAISE_OPTIONS = Set.of(
            "message", "detail", "hint", "errcode", "column", "constraint", "datatype", "table", "schema");

    private final BlockCursor cursor;
    private final BlockReader blocks;
    private final LoopReader loops;

    StepReader(BlockCursor cursor, BlockReader blocks) {
        this.cursor = cursor;
        this.blocks = blocks;
        this.loops = new LoopReader(cursor, blocks, this);
    }

    List<Step> upTo(Set<String> ends) {
        List<Step> steps = new ArrayList<>();
        while (cursor.peek().form != Form.WORD || !ends.contains(cursor.peek().text)) {
            steps.add(step());
            cursor.expectMark(";");
        }
        return steps;
    }

    private Step step() {
        Lexeme first = cursor.peek();
        if (first.form == Form.END) {
            throw cursor.unexpected();
        }
        int line = cursor.line();
        if (first.isMark("<<")) {
            String label = cursor.label();
            return cursor.peek().is("begin") || cursor.peek().is("declare")
                    ? new Step.Nested(blocks.block(label))
                    : loops.loop(label, true);
        }
        if (cursor.atAssignment()) {
            Target target = cursor.target();
            cursor.expectAssignment();
            return new Step.Assign(line, target, cursor.upTo(NONE));
        }
        if (first.form != Form.WORD) {
            return sql(line);
        }
        return switch (first.text) {
            case "begin", "declare" -> new Step.Nested(blocks.block(null));
            case "loop", "while", "for", "foreach" -> loops.loop(null, false);
            case "null" -> {
                cursor.take();
                yield new Step.Nothing(line);
            }
            case "if" -> choice(line);
            case "case" -> cases(line);
            case "exit", "continue" -> exit(line);
            case "return" -> returning(line);
            case "raise" -> raise(line);
            case "assert" -> {
                cursor.take();
                String condition = cursor.upTo(NONE, ",");
                yield new Step.Assert(line, condition, cursor.acceptMark(",") ? cursor.upTo(NONE) : null);
            }
            case "get" -> diagnostics(line);
            case "perform" -> {
                cursor.take();
                yield new Step.Perform(line, cursor.upTo(NONE));
            }
            case "call" -> call(line);
            case "execute" -> dynamic(line);
            case "open" -> open(line);
            case "fetch", "move" -> fetch(line);
            case "close" -> {
                cursor.take();
                yield new Step.Close(line, cursor.target());
            }
            case "commit", "rollback" -> {
                boolean isCommit = cursor.take().is("commit");
                boolean isChained = false;
                if (cursor.accept("and")) {
                    isChained = !cursor.accept("no");
                    cursor.expect("chain");
                }
                yield new Step.EndTransaction(line, isCommit, isChained);
            }
            default -> sql(line);
        };
    }

    // ---- choices ----------------------------------------------------------------------------------------------------

    private Step choice(int line) {
        cursor.take();
        blocks.enter();
        List<Step.Branch> branches = new ArrayList<>();
        do {
            String condition = cursor.upTo(Set.of("then"));
            cursor.expect("then");
            branches.add(new Step.Branch(condition, upTo(Set.of("elsif", "elseif", "else", "end"))));
        } while (cursor.accept("elsif") || cursor.accept("elseif"));
        List<Step> otherwise = cursor.accept("else") ? upTo(Set.of("end")) : List.of();
        cursor.expect("end");
        cursor.expect("if");
        blocks.leave();
        return new Step.Choice(line, branches, otherwise);
    }

    private Step cases(int line) {
        cursor.take();
        blocks.enter();
        String operand = cursor.peek().is("when") ? null : cursor.upTo(Set.of("when"));
        List<Step.Branch> branches = new ArrayList<>();
        while (cursor.accept("when")) {
            String condition = cursor.upTo(Set.of("then"));
            cursor.expect("then");
            branches.add(new Step.Branch(condition, upTo(Set.of("when", "else", "end"))));
        }
        if (branches.isEmpty()) {
            throw cursor.unexpected();
        }
        List<Step> otherwise = cursor.accept("else") ? upTo(Set.of("end")) : null;
        cursor.expect("end");
        cursor.expect("case");
        blocks.leave();
        return new Step.Case(line, operand, branches, otherwise);
    }

    private Step exit(int line) {
        boolean isContinue = cursor.take().is("continue");
        String label = cursor.atName() && !cursor.peek().is("when") ? cursor.name() : null;
        String condition = cursor.accept("when") ? cursor.upTo(NONE) : null;
        return new Step.Exit(line, isContinue, label, condition);
    }

    private Step returning(int line) {
        cursor.take();
        if (cursor.accept("next")) {
            return new Step.ReturnNext(line, cursor.peek().isMark(";") ? null : cursor.upTo(NONE));
        }
        if (cursor.accept("query")) {
            boolean isDynamic = cursor.accept("execute");
            String text = cursor.upTo(isDynamic ? Set.of("using") : NONE);
            return new Step.ReturnQuery(line, text, isDynamic, isDynamic ? using() : List.of());
        }
        return new Step.Return(line, cursor.peek().isMark(";") ? null : cursor.upTo(NONE));
    }

    // ---- messages ---------------------------------------------------------------------------------------------------

    private Step raise(int line) {
        cursor.take();
        boolean hasLevel = cursor.peek().form == Form.WORD && LEVELS.contains(cursor.peek().text);
        String level = hasLevel ? cursor.take().text : "exception";
        String message = null;
        String condition = null;
        String state = null;
        List<String> arguments = new ArrayList<>();
        if (cursor.peek().form == Form.STRING) {
            message = cursor.take().text;
            while (cursor.acceptMark(",")) {
                arguments.add(cursor.upTo(Set.of("using"), ","));
            }
        } else if (cursor.accept("sqlstate")) {
            condition = cursor.take().text;
            state = blocks.state(condition);
        } else if (cursor.atName() && !cursor.peek().is("using")) {
            condition = cursor.name();
            state = blocks.states(condition).getFirst();
        }
        Map<String, String> options = new LinkedHashMap<>();
        if (cursor.accept("using")) {
            do {
                String option = cursor.name();
                if (!RAISE_OPTIONS.contains(option)) {
                    throw cursor.failure(
                            SqlParseFailure.Kind.SYNTAX_ERROR, "unrecognized RAISE statement option");
                }
                cursor.expectAssignment();
                options.put(option, cursor.upTo(NONE, ","));
            } while (cursor.acceptMark(","));
        }
        if (message != null) {
            long places = message.replace("%%", "").chars().filter(c -> c == '%').count();
            if (places != arguments.size()) {
                throw cursor.failure(
                        SqlParseFailure.Kind.SYNTAX_ERROR, "too " + (places > arguments.size() ? "few" : "many")
                                + " parameters specified for RAISE");
            }
        }
        return new Step.Raise(line, level, message, arguments, condition, state, options);
    }

    private Step diagnostics(int line) {
        cursor.take();
        boolean isStacked = cursor.accept("stacked");
        if (!isStacked) {
            cursor.accept("current");
        }
        cursor.expect("diagnostics");
        Map<Target, String> items = new LinkedHashMap<>();
        do {
            Target target = cursor.target();
            cursor.expectAssignment();
            items.put(target, cursor.name());
        } while (cursor.acceptMark(","));
        return new Step.Diagnostics(line, isStacked, items);
    }

    // ---- statements of SQL ------------------------------------------------------------------------------------------

    /** A statement, from which INTO and what stands behind it is taken. */
    private Step sql(int line) {
        int from = cursor.place();
        int cutFrom = from;
        int cutTo = from;
        Step.Into into = null;
        Lexeme last = null;
        while (!cursor.peek().isMark(";")) {
            Lexeme next = cursor.peek();
            if (next.form == Form.END) {
                throw cursor.unexpected();
            }
            boolean isInto = next.is("into") && last != null && !last.is("insert") && !last.is("merge");
            if (isInto && into == null) {
                cutFrom = cursor.place();
                into = into();
                cutTo = cursor.place();
            } else {
                cursor.take();
            }
            last = next;
        }
        if (cursor.place() == from) {
            throw cursor.unexpected();
        }
        return new Step.Sql(line, cursor.between(from, cursor.place(), cutFrom, cutTo), into);
    }

    private Step call(int line) {
        int from = cursor.place();
        cursor.take();
        cursor.names();
        cursor.expectMark("(");
        List<String> arguments = new ArrayList<>();
        while (!cursor.peek().isMark(")")) {
            arguments.add(cursor.upTo(NONE, ",", ")"));
            cursor.acceptMark(",");
        }
        cursor.expectMark(")");
        return new Step.Call(line, cursor.between(from, cursor.place(), 0, 0), arguments);
    }

    private Step.Into into() {
        cursor.expect("into");
        boolean isStrict = cursor.accept("strict");
        return new Step.Into(isStrict, cursor.targets());
    }

    private List<String> using() {
        return cursor.accept("using") ? cursor.list(Set.of("into")) : List.of();
    }

    private Step dynamic(int line) {
        cursor.take();
        String expression = cursor.upTo(Set.of("into", "using"));
        Step.Into into = cursor.peek().is("into") ? into() : null;
        List<String> using = using();
        if (into == null && cursor.peek().is("into")) {
            into = into();
        }
        return new Step.Dynamic(line, expression, into, using);
    }

    private Step open(int line) {
        cursor.take();
        Target target = cursor.target();
        String arguments = null;
        if (cursor.peek().isMark("(")) {
            arguments = cursor.upTo(Set.of("for"));
        }
        boolean isQuery = cursor.accept("for") || cursor.accept("scroll", "for");
        if (!isQuery && cursor.accept("no", "scroll")) {
            cursor.expect("for");
            isQuery = true;
        }
        if (!isQuery) {
            return new Step.Open(line, target, arguments, null, false, List.of());
        }
        boolean isDynamic = cursor.accept("execute");
        String query = cursor.upTo(isDynamic ? Set.of("using") : NONE);
        return new Step.Open(line, target, arguments, query, isDynamic, isDynamic ? using() : List.of());
    }

    private Step fetch(int line) {
        boolean isMove = cursor.take().is("move");
        int from = cursor.place();
        String direction = "next";
        boolean hasFrom = false;
        for (int ahead = 0; !cursor.peek(ahead).isMark(";") && cursor.peek(ahead).form != Form.END; ahead++) {
            hasFrom |= cursor.peek(ahead).is("from") || cursor.peek(ahead).is("in");
        }
        boolean isWord = Set.of("next", "prior", "first", "last", "forward", "backward", "absolute", "relative")
                .contains(cursor.peek().text) && !cursor.peek(1).isMark(";") && !cursor.peek(1).is("into");
        if (hasFrom) {
            cursor.skipTo(Set.of("from", "in"));
            direction = cursor.place() == from ? "next" : cursor.between(from, cursor.place(), 0, 0);
            cursor.take();
        } else if (isWord) {
            direction = cursor.take().text;
        }
        Target target = cursor.target();
        return new Step.Fetch(line, target, direction, isMove ? null : into());
    }
}
