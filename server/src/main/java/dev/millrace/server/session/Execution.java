package dev.millrace.server.session;

import java.util.List;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.QueryRun;
import dev.millrace.executor.engine.Transaction;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.server.catalog.SessionCatalog;

/**
 * One execution of one statement: what its handler may use.
 *
 * @param sql the statement's text, for objects that keep their definition
 * @param arguments values of {@code $1..$n}; a handler finds them already in its statement's plans
 */
public record Execution(Session session, String sql, List<Expr.Literal> arguments, Cancellation cancellation) {

    public Database database() {
        return session.database();
    }

    public Transaction transaction() {
        return session.transaction().engineTransaction();
    }

    public SessionCatalog catalog() {
        return session.catalog();
    }

    /** Executes the statement, as planned, with this execution's arguments. */
    public Outcome run(Planned planned) throws InterruptedException {
        List<Expr.Literal> values = planned.values(arguments);
        ShortPath shortPath = planned.shortPath();
        Outcome outcome = shortPath == null ? null : shortPath.take(values, this);
        return outcome != null
                ? outcome
                : database().runner().run(database().planning().bound(planned.statement(), values, session), this);
    }

    /** Runs a query in this statement's transaction. */
    public QueryRun query(QueryPlan plan) {
        return database().engine().query(plan, session.settings().zone(), transaction(), cancellation);
    }
}
