package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.executor.engine.Snapshot;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Execution;

/** SHOW ERRORS: the failed evaluations of views, each with how many rows it befell (law 6). */
final class ViewErrors {

    private final Execution run;

    ViewErrors(Execution run) {
        this.run = run;
    }

    /**
     * Of one view and the views that it stands on, or of all.
     *
     * @param name null for all
     */
    List<List<String>> rows(Statement.QualifiedName name) {
        Set<Long> views = new LinkedHashSet<>();
        if (name == null) {
            run.catalog().snapshot().relations().forEach(relation -> views.add(relation.id()));
        } else {
            addWithInputs(AlterMaterializedViewHandler.find(name, run), views);
        }
        Snapshot snapshot = run.transaction().snapshot();
        List<List<String>> rows = new ArrayList<>();
        for (long id : views) {
            String view = run.catalog().snapshot().find(id).map(CatalogObject::name).orElse("");
            List<List<String>> own = new ArrayList<>();
            snapshot.failures(id).forEach((failure, weight) ->
                    own.add(List.of(view, failure.sqlState(), failure.message(), Long.toString(weight))));
            own.sort((a, b) -> (a.get(1) + a.get(2)).compareTo(b.get(1) + b.get(2)));
            rows.addAll(own);
        }
        return rows;
    }

    private void addWithInputs(CatalogObject object, Set<Long> views) {
        if (object instanceof CatalogObject.MaterializedView view && views.add(view.id())) {
            view.dependencies().forEach(id ->
                    run.catalog().snapshot().find(id).ifPresent(input -> addWithInputs(input, views)));
        }
        if (object instanceof CatalogObject.View view) {
            view.dependencies().forEach(id ->
                    run.catalog().snapshot().find(id).ifPresent(input -> addWithInputs(input, views)));
        }
    }
}
