package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Routine;
import dev.millrace.sql.procedural.Block;
import dev.millrace.sql.procedural.Declaration;
import dev.millrace.sql.procedural.Loop;
import dev.millrace.sql.procedural.Step;
import dev.millrace.sql.procedural.Target;

/**
 * Finds in the text of a procedure what PostgreSQL finds before it ever runs: SQL that cannot be read, variables that
 * nobody declares, labels that are nowhere, a RETURN that cannot be. Tables, columns and functions are for the run.
 */
final class BodyCheck {

    private static final List<String> OF_TRIGGERS = List.of(
            "new", "old", "tg_name", "tg_when", "tg_level", "tg_op", "tg_relid", "tg_relname", "tg_table_name",
            "tg_table_schema", "tg_nargs", "tg_argv");

    private final Syntax syntax;
    private final Routine routine;
    private final String name;
    private final ReturnCheck returns;

    /** @param routine null for DO; @param name for messages */
    BodyCheck(Syntax syntax, Routine routine, String name) {
        this.syntax = syntax;
        this.routine = routine;
        this.name = name;
        this.returns = new ReturnCheck(routine);
    }

    void check(Block block) {
        BodyScope root = new BodyScope(null, name, false);
        root.add("found", false);
        if (routine != null) {
            routine.procedural().parameters().stream()
                    .filter(parameter -> parameter.name() != null)
                    .forEach(parameter -> root.add(parameter.name(), false));
            if (routine.procedural().isTrigger()) {
                OF_TRIGGERS.forEach(variable -> root.add(variable, false));
            }
        }
        block(block, root);
    }

    private void block(Block block, BodyScope outer) {
        BodyScope scope = new BodyScope(outer, block.label(), false);
        for (Declaration declaration : block.declarations()) {
            at(declaration.line(), () -> declare(declaration, scope));
        }
        steps(block.steps(), scope);
        for (Block.Handler handler : block.handlers()) {
            BodyScope inside = new BodyScope(scope, null, false);
            inside.add("sqlstate", true);
            inside.add("sqlerrm", true);
            steps(handler.steps(), inside);
        }
    }

    private void declare(Declaration declaration, BodyScope scope) {
        switch (declaration) {
            case Declaration.Variable variable -> {
                expression(variable.value());
                scope.add(variable.name(), variable.isConstant());
            }
            case Declaration.Cursor cursor -> {
                syntax.statement(cursor.query());
                scope.add(cursor.name(), false);
            }
            case Declaration.Alias alias -> scope.add(alias.name(), false);
        }
    }

    /** A fault in SQL is told with the line of the statement around it. */
    private void at(int line, Runnable check) {
        try {
            check.run();
        } catch (SqlException e) {
            boolean isOfText = e.context() == null && !e.sqlState().equals(SqlState.FEATURE_NOT_SUPPORTED);
            if (isOfText) {
                throw e.at(0).withContext(
                        "compilation of PL/pgSQL function \"" + name + "\" near line " + line);
            }
            if (e.context() != null) {
                throw e;
            }
            // What we cannot do may stand where nobody comes by.
        }
    }

    // ---- statements -------------------------------------------------------------------------------------------------

    private void steps(List<Step> steps, BodyScope scope) {
        for (Step step : steps) {
            at(step.line(), () -> step(step, scope));
        }
    }

    private void step(Step step, BodyScope scope) {
        switch (step) {
            case Step.Assign assign -> {
                assignable(assign.target(), scope);
                expression(assign.expression());
            }
            case Step.Choice choice -> {
                branches(choice.branches(), scope);
                steps(choice.otherwise(), scope);
            }
            case Step.Case cases -> {
                expression(cases.operand());
                branches(cases.branches(), scope);
                steps(cases.otherwise() == null ? List.of() : cases.otherwise(), scope);
            }
            case Step.Exit exit -> {
                scope.check(exit);
                expression(exit.condition());
            }
            case Step.Sql sql -> {
                into(sql.into(), scope);
                syntax.statement(sql.statement());
            }
            case Step.Plain plain -> syntax.statement(plain.statement());
            case Step.Perform perform -> syntax.statement("SELECT " + perform.query());
            case Step.Call call -> syntax.statement(call.statement());
            case Step.Dynamic dynamic -> {
                expression(dynamic.expression());
                into(dynamic.into(), scope);
                dynamic.using().forEach(this::expression);
            }
            case Step.Raise raise -> {
                raise.arguments().forEach(this::expression);
                raise.options().values().forEach(this::expression);
            }
            case Step.Assert asserted -> {
                expression(asserted.condition());
                expression(asserted.message());
            }
            case Step.Diagnostics diagnostics ->
                diagnostics.items().keySet().forEach(target -> assignable(target, scope));
            case Step.Return one -> {
                returns.check(one);
                expression(one.expression());
            }
            case Step.ReturnNext next -> {
                returns.check(next);
                expression(next.expression());
            }
            case Step.ReturnQuery query -> {
                returns.check(query);
                query(query.text(), query.isDynamic(), query.using());
            }
            case Step.Nested nested -> block(nested.block(), scope);
            case Step.Repeated repeated -> loop(repeated.loop(), scope);
            case Step.Open open -> {
                cursor(open.cursor(), scope);
                query(open.query(), open.isDynamic(), open.using());
            }
            case Step.Fetch fetch -> {
                cursor(fetch.cursor(), scope);
                into(fetch.into(), scope);
            }
            case Step.Close close -> cursor(close.cursor(), scope);
            case Step.Nothing _, Step.EndTransaction _ -> { }
        }
    }

    private void branches(List<Step.Branch> branches, BodyScope scope) {
        for (Step.Branch branch : branches) {
            expression(branch.condition());
            steps(branch.steps(), scope);
        }
    }

    private void loop(Loop loop, BodyScope scope) {
        BodyScope inside = new BodyScope(scope, loop.label(), true);
        switch (loop.over()) {
            case Loop.Over.Forever _ -> { }
            case Loop.Over.While repeated -> expression(repeated.condition());
            case Loop.Over.Range range -> {
                expression(range.from());
                expression(range.to());
                expression(range.by());
                inside.add(range.variable(), false);
            }
            case Loop.Over.Rows rows -> {
                known(rows.targets(), scope, new SqlException(
                        rows.isDynamic() ? SqlState.DATATYPE_MISMATCH : SqlState.SYNTAX_ERROR,
                        "loop variable of loop over rows must be a record variable or list of scalar variables"));
                query(rows.text(), rows.isDynamic(), rows.using());
            }
            case Loop.Over.OfCursor cursor -> inside.add(cursor.variable(), false);
            case Loop.Over.Elements elements -> {
                known(elements.targets(), scope, new SqlException(
                        SqlState.SYNTAX_ERROR,
                        "loop variable of FOREACH must be a known variable or list of variables"));
                expression(elements.array());
            }
        }
        steps(loop.steps(), inside);
    }

    /** @param refusal where the first of more targets is unknown, it is told alone */
    private void known(List<Target> targets, BodyScope scope, SqlException refusal) {
        if (!scope.knows(targets.getFirst())) {
            throw refusal;
        }
        targets.forEach(target -> assignable(target, scope));
    }

    // ---- parts of statements ----------------------------------------------------------------------------------------

    private static void cursor(Target target, BodyScope scope) {
        if (!scope.knows(target)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "\"" + target + "\" is not a known variable");
        }
    }

    private void into(Step.Into into, BodyScope scope) {
        if (into != null) {
            into.targets().forEach(target -> assignable(target, scope));
        }
    }

    private void assignable(Target target, BodyScope scope) {
        scope.checkAssignable(target);
        for (String subscript : target.subscripts()) {
            // A slice is no expression.
            if (!subscript.contains(":")) {
                expression(subscript);
            }
        }
    }

    /** @param text null for none */
    private void query(String text, boolean isDynamic, List<String> using) {
        if (isDynamic) {
            expression(text);
        } else if (text != null) {
            syntax.statement(text);
        }
        using.forEach(this::expression);
    }

    /** @param text null for none; it may have FROM and what stands behind it */
    private void expression(String text) {
        if (text != null) {
            syntax.statement("SELECT " + text);
        }
    }
}
