package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Scrolling;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Portal;
import dev.millrace.sql.procedural.Block;
import dev.millrace.sql.procedural.Declaration;
import dev.millrace.sql.procedural.Loop;
import dev.millrace.sql.procedural.Step;
import dev.millrace.sql.procedural.Target;

/** Cursors of a procedure: the session's own, called by what their variable says. */
final class Cursors {

    private final Activation call;
    private final Statements statements;
    private final Assignment assignment;

    Cursors(Activation call, Assignment assignment) {
        this.call = call;
        this.statements = call.statements();
        this.assignment = assignment;
    }

    void open(Step.Open open, Queries queries, Environment environment) throws InterruptedException {
        Variable variable = Assignment.variable(open.cursor(), environment);
        Outcome outcome = open.query() == null
                ? bound(open.cursor().toString(), open.arguments(), environment)
                : open.isDynamic()
                        ? queries.runDynamic(open.query(), open.using(), environment)
                        : statements.run(open.query(), environment);
        if (!(outcome instanceof Outcome.Rows rows)) {
            throw new SqlException(SqlState.INVALID_CURSOR_NAME, "cannot open this statement as a cursor");
        }
        String name = variable.value().isNull() ? null : statements.text(variable.value());
        if (name == null) {
            name = "<unnamed portal " + call.procedures().nextPortal() + ">";
            assignment.set(variable, Value.of(name));
        } else if (call.run().session().portals().find(name) != null) {
            throw new SqlException("42P03", "cursor \"" + name + "\" already in use");
        }
        call.run().session().portals().put(Portal.ofCursor(name, rows, new Portal.Declared(
                open.query() == null ? name : open.query(), false, false, Scrolling.WHILE_SHORT,
                System.currentTimeMillis() * 1000)));
    }

    /** The rows of a cursor that was declared with its query. @param arguments with parentheses, or null */
    Outcome bound(String name, String arguments, Environment environment) throws InterruptedException {
        Declaration.Cursor cursor = declared(call.code().block(), name);
        if (cursor == null) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR, "cursor FOR loop must use a bound cursor variable");
        }
        List<Value> values = new ArrayList<>();
        if (arguments != null) {
            String inside = arguments.strip().substring(1, arguments.strip().length() - 1);
            for (String argument : split(inside)) {
                values.add(statements.evaluate(argument.replaceFirst("^\\s*\\w+\\s*(:=|=>)", ""), environment));
            }
        }
        if (values.size() != cursor.parameters().size()) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR,
                    (values.size() < cursor.parameters().size() ? "not enough" : "too many")
                            + " arguments for cursor \"" + name + "\"");
        }
        Environment inside = new Environment(environment, name, call.code());
        Declarations declarations = new Declarations(call, assignment);
        for (int i = 0; i < values.size(); i++) {
            Declaration.Parameter parameter = cursor.parameters().get(i);
            SqlType type = declarations.typed(parameter.type(), environment).type();
            inside.add(Variable.of(parameter.name(), statements.assign(values.get(i), type)));
        }
        return statements.run(cursor.query(), inside);
    }

    /** Expressions between commas outside of parentheses and quotes. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int open = 0;
        boolean isQuoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            isQuoted ^= c == '\'';
            if (!isQuoted) {
                open += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
                if (c == ',' && open == 0) {
                    parts.add(text.substring(from, i));
                    from = i + 1;
                }
            }
        }
        if (!text.substring(from).isBlank()) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    private static Declaration.Cursor declared(Block block, String name) {
        for (Declaration declaration : block.declarations()) {
            if (declaration instanceof Declaration.Cursor cursor && cursor.name().equals(name)) {
                return cursor;
            }
        }
        Declaration.Cursor found = declared(block.steps(), name);
        for (Block.Handler handler : block.handlers()) {
            found = found == null ? declared(handler.steps(), name) : found;
        }
        return found;
    }

    private static Declaration.Cursor declared(List<Step> steps, String name) {
        for (Step step : steps) {
            Declaration.Cursor found = switch (step) {
                case Step.Nested nested -> declared(nested.block(), name);
                case Step.Repeated(Loop loop) -> declared(loop.steps(), name);
                case Step.Choice choice -> {
                    Declaration.Cursor inside = declared(choice.otherwise(), name);
                    for (Step.Branch branch : choice.branches()) {
                        inside = inside == null ? declared(branch.steps(), name) : inside;
                    }
                    yield inside;
                }
                case Step other -> null;
            };
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String name(Target cursor, Environment environment) {
        Variable variable = Assignment.variable(cursor, environment);
        if (variable.isRecord() || variable.value().isNull()) {
            throw new SqlException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "cursor variable \"" + cursor + "\" is null");
        }
        return "\"" + statements.text(variable.value()).replace("\"", "\"\"") + "\"";
    }

    void fetch(Step.Fetch fetch, Environment environment) throws InterruptedException {
        String cursor = name(fetch.cursor(), environment);
        String word = fetch.into() == null ? "MOVE " : "FETCH ";
        Outcome outcome = statements.runDynamic(word + direction(fetch, environment) + " FROM " + cursor, List.of());
        if (outcome instanceof Outcome.Done done) {
            call.counted(Queries.count(done.tag()));
            return;
        }
        try (Statements.Rows rows = statements.rows(outcome)) {
            List<Value> row = rows.next();
            assignment.assignRow(fetch.into().targets(), rows.schema(), row, environment);
            call.counted(row == null ? 0 : 1);
        }
    }

    /** ABSOLUTE and RELATIVE may have an expression. */
    private String direction(Step.Fetch fetch, Environment environment) {
        String[] words = fetch.direction().split("\\s+", 2);
        boolean isNumbered = words.length > 1 && !words[1].equalsIgnoreCase("all");
        return isNumbered
                ? words[0] + " " + statements.evaluate(words[1], SqlType.INTEGER, environment).word()
                : fetch.direction();
    }

    void close(Step.Close close, Environment environment) throws InterruptedException {
        statements.runDynamic("CLOSE " + name(close.cursor(), environment), List.of());
    }
}
