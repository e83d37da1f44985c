package dev.millrace.server.statement;

import java.util.concurrent.CompletionException;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.WordColumn;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.session.Execution;

/**
 * The setting {@code millrace.clock}: stops the whole server's clock at a moment, and lets it go again. For tests of
 * what depends on the time; views have followed when the statement returns.
 */
final class LogicalClock {

    private static final String NAME = "millrace.clock";

    private LogicalClock() {}

    /** @param value a timestamptz as text; null to follow the wall clock again */
    static void change(String setting, String value, Execution run) {
        if (!NAME.equalsIgnoreCase(setting)) {
            return;
        }
        if (!run.session().authority().isSuperuser()) {
            throw RoleNames.denied("permission denied to set parameter \"" + NAME + "\"");
        }
        try {
            run.database().engine().setClock(value == null ? null : micros(value, run)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SqlException reason ? reason : e;
        }
    }

    private static Long micros(String value, Execution run) {
        Expr text = new Expr.Literal(value, SqlType.TEXT);
        WordColumn moment = (WordColumn) new RowExpressions(run).evaluate(
                new Expr.Cast(text, SqlType.TIMESTAMPTZ), DeltaBatch.inserts(new Column[0], 1));
        return moment.value(0);
    }
}
