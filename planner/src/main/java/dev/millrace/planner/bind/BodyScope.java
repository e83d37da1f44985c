package dev.millrace.planner.bind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.sql.procedural.Step;
import dev.millrace.sql.procedural.Target;

/** What a statement of a procedure can name, as far as its text tells: variables and labels around it. */
final class BodyScope {

    private final BodyScope outer;
    private final String label;
    private final boolean isLoop;
    private final Map<String, Boolean> constants = new HashMap<>();

    /** @param outer null for the outermost; @param label null for none */
    BodyScope(BodyScope outer, String label, boolean isLoop) {
        this.outer = outer;
        this.label = label;
        this.isLoop = isLoop;
    }

    void add(String name, boolean isConstant) {
        constants.put(name, isConstant);
    }

    /** Whether the variable of a name is a constant, or null when there is none. What is behind it are fields. */
    private Boolean find(List<String> name) {
        for (BodyScope level = this; level != null; level = level.outer) {
            Boolean found = level.constants.get(name.getFirst());
            if (found == null && name.size() > 1 && name.getFirst().equals(level.label)) {
                found = level.constants.get(name.get(1));
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    boolean knows(Target target) {
        return target.name().getFirst().startsWith("$") || find(target.name()) != null;
    }

    /** @throws SqlException where nothing can be put there */
    void checkAssignable(Target target) {
        if (!knows(target)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "\"" + target + "\" is not a known variable");
        }
        if (Boolean.TRUE.equals(find(target.name()))) {
            throw new SqlException("22005", "variable \"" + target + "\" is declared CONSTANT");
        }
    }

    /** @throws SqlException where there is nothing around the statement that it could leave, or go on with */
    void check(Step.Exit exit) {
        if (exit.label() == null && !isIn(null, true)) {
            throw new SqlException(SqlState.SYNTAX_ERROR, exit.isContinue()
                    ? "CONTINUE cannot be used outside a loop"
                    : "EXIT cannot be used outside a loop, unless it has a label");
        }
        if (exit.label() == null) {
            return;
        }
        if (!isIn(exit.label(), true) && !isIn(exit.label(), false)) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR, "there is no label \"" + exit.label()
                            + "\" attached to any block or loop enclosing this statement");
        }
        if (exit.isContinue() && !isIn(exit.label(), true)) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR, "block label \"" + exit.label() + "\" cannot be used in CONTINUE");
        }
    }

    /** @param name null for any */
    private boolean isIn(String name, boolean ofLoop) {
        for (BodyScope level = this; level != null; level = level.outer) {
            if (level.isLoop == ofLoop && (name == null || name.equals(level.label))) {
                return true;
            }
        }
        return false;
    }
}
