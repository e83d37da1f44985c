package dev.millrace.planner.bind;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Routine;
import dev.millrace.sql.procedural.Step;

/** Whether a RETURN suits what the routine around it gives back. */
final class ReturnCheck {

    private final Routine routine;

    /** @param routine null for DO */
    ReturnCheck(Routine routine) {
        this.routine = routine;
    }

    private boolean isSet() {
        return routine != null && routine.isSet();
    }

    private boolean hasOutputs() {
        return routine != null && !routine.procedural().outputs().isEmpty();
    }

    void check(Step.Return step) {
        boolean isProcedure = routine != null && routine.isProcedure();
        boolean isVoid = routine == null || !isProcedure && routine.returnsNothing();
        boolean isBare = isSet() || isProcedure || isVoid || hasOutputs();
        if (step.expression() == null && !isBare) {
            throw missing();
        }
        if (step.expression() == null || !isBare) {
            return;
        }
        if (isProcedure) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "RETURN cannot have a parameter in a procedure");
        }
        SqlException refusal = mismatch("RETURN cannot have a parameter in function "
                + (isSet() ? "returning set" : isVoid ? "returning void" : "with OUT parameters"));
        throw isSet() ? refusal.withHint("Use RETURN NEXT or RETURN QUERY.") : refusal;
    }

    void check(Step.ReturnNext step) {
        requireSet("RETURN NEXT");
        if (step.expression() == null && !hasOutputs()) {
            throw missing();
        }
        if (step.expression() != null && hasOutputs()) {
            throw mismatch("RETURN NEXT cannot have a parameter in function with OUT parameters");
        }
    }

    void check(Step.ReturnQuery step) {
        requireSet(step.name());
    }

    private void requireSet(String step) {
        if (!isSet()) {
            throw mismatch("cannot use " + step + " in a non-SETOF function");
        }
    }

    private static SqlException missing() {
        return new SqlException(SqlState.SYNTAX_ERROR, "missing expression at or near \";\"");
    }

    private static SqlException mismatch(String message) {
        return new SqlException(SqlState.DATATYPE_MISMATCH, message);
    }
}
