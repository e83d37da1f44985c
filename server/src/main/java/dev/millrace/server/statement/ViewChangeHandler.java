package dev.millrace.server.statement;

import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.ViewChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** ALTER VIEW: the view gives other rows to what it shows, and shows the same. */
final class ViewChangeHandler implements Handler<ViewChange> {

    @Override
    public Outcome handle(ViewChange change, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("ALTER VIEW");
        CatalogObject found = run.catalog().find(change.name().parts()).orElse(null);
        if (found == null) {
            String missing = "relation \"" + change.name().last() + "\" does not exist";
            if (!change.ifExists()) {
                throw new SqlException(SqlState.UNDEFINED_TABLE, missing);
            }
            run.session().notice(ServerMessage.notice(missing + ", skipping"));
            return new Outcome.Done("ALTER VIEW");
        }
        if (!(found instanceof CatalogObject.View view)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + found.name() + "\" is not a view");
        }
        run.session().authority().checkOwner(view);
        Map<Integer, String> defaults = new TreeMap<>(view.defaults() == null ? Map.of() : view.defaults());
        merge(defaults, change.defaults());
        Map<String, String> options = new TreeMap<>(view.options());
        merge(options, change.options());
        Redefinition.of(
                new CatalogObject.View(
                        view.id(), view.schemaName(), view.name(), view.schema(), view.query(), view.searchPath(),
                        view.dependencies(), view.pins(), view.uses(), view.labels(), options, view.shown(),
                        defaults.isEmpty() ? null : defaults),
                run);
        return new Outcome.Done("ALTER VIEW");
    }

    private static <K> void merge(Map<K, String> into, Map<K, String> changes) {
        changes.forEach((key, value) -> {
            if (value == null) {
                into.remove(key);
            } else {
                into.put(key, value);
            }
        });
    }
}
