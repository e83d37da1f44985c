package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DeferrableConstraint;
import dev.millrace.server.session.DeferredChecks;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** SET CONSTRAINTS: until the transaction ends. What is to be immediate from now on is checked at once. */
final class SetConstraintsHandler implements Handler<Statement.SetConstraints> {

    @Override
    public Outcome handle(Statement.SetConstraints set, Execution run) {
        if (!run.session().transaction().isExplicit()) {
            run.session().notice(ServerMessage.warning(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION, "SET CONSTRAINTS can only be used in transaction blocks"));
            return new Outcome.Done("SET CONSTRAINTS");
        }
        DeferredChecks deferred = run.session().transaction().deferred();
        if (set.names().isEmpty()) {
            if (!set.isDeferred()) {
                deferred.check(constraint -> true, run);
            }
            deferred.setAll(set.isDeferred());
            return new Outcome.Done("SET CONSTRAINTS");
        }
        for (Statement.QualifiedName name : set.names()) {
            for (DeferrableConstraint key : find(name, run)) {
                if (!key.isDeferrable()) {
                    throw new SqlException(
                            SqlState.WRONG_OBJECT_TYPE, "constraint \"" + key.name() + "\" is not deferrable");
                }
                if (!set.isDeferred()) {
                    deferred.check(constraint -> constraint == key.id(), run);
                }
                deferred.set(key.id(), set.isDeferred());
            }
        }
        return new Outcome.Done("SET CONSTRAINTS");
    }

    /** Of any table in the first schema that has a constraint of that name. */
    private static List<DeferrableConstraint> find(Statement.QualifiedName name, Execution run) {
        CatalogSnapshot catalog = run.catalog().snapshot();
        List<String> schemas = name.parts().size() > 1
                ? List.of(name.parts().get(name.parts().size() - 2))
                : run.session().searchPath();
        boolean isOther = false;
        for (String schema : schemas) {
            List<DeferrableConstraint> found = new ArrayList<>();
            for (CatalogObject object : catalog.inSchema(schema)) {
                if (object instanceof CatalogObject.Table table) {
                    DeferrableConstraint.of(table, catalog).stream()
                            .filter(key -> key.name().equals(name.last()))
                            .forEach(found::add);
                    isOther |= TableConstraints.isTaken(table, name.last(), run);
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        throw isOther
                ? new SqlException(SqlState.WRONG_OBJECT_TYPE, "constraint \"" + name.last() + "\" is not deferrable")
                : new SqlException(SqlState.UNDEFINED_OBJECT, "constraint \"" + name + "\" does not exist");
    }
}
