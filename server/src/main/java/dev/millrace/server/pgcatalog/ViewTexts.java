package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.definition.DefinitionStyle;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.session.Session;

/** The queries of views as PostgreSQL shows them to a session, with a semicolon behind. */
final class ViewTexts {

    /** What stands behind the query of a view whose windows come when they are closed. */
    private static final Pattern EMITTING =
            Pattern.compile("\\s+emit\\s+on\\s+window\\s+close\\s*$", Pattern.CASE_INSENSITIVE);

    private final Session session;
    private final ObjectDirectory directory;

    ViewTexts(Session session, ObjectDirectory directory) {
        this.session = session;
        this.directory = directory;
    }

    /** Null for what is no view. */
    String of(CatalogObject object, DefinitionStyle style) {
        return switch (object) {
            case CatalogObject.View view -> text(new PlannerCatalog.View(
                    view.schemaName(), view.name(), view.id(), view.schema(), view.query(), view.searchPath(),
                    view.pins()), style);
            case CatalogObject.MaterializedView view -> {
                Matcher emitting = EMITTING.matcher(view.query());
                boolean emits = emitting.find();
                String query = emits ? view.query().substring(0, emitting.start()) : view.query();
                String text = text(new PlannerCatalog.View(
                        view.schemaName(), view.name(), view.id(), view.schema(), query, view.searchPath(),
                        view.pins() == null ? List.of() : view.pins()), style);
                yield emits ? text.substring(0, text.length() - 1) + "\n EMIT ON WINDOW CLOSE;" : text;
            }
            case CatalogObject other -> null;
        };
    }

    private String text(PlannerCatalog.View view, DefinitionStyle style) {
        try {
            return session.database().planning()
                    .describe(view, new SessionNames(session, directory), style, session) + ";";
        } catch (SqlException unreadable) {
            // One from before its relations' names were kept with it, and these are others now.
            return " " + view.query().strip() + ";";
        }
    }
}
