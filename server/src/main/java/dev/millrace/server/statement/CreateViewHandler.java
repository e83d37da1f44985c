package dev.millrace.server.statement;

import java.util.Map;
import java.util.Optional;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.TemporaryObjects;
import dev.millrace.server.wire.ServerMessage;

/** CREATE [OR REPLACE] VIEW: a name for a query. */
final class CreateViewHandler implements Handler<Statement.CreateView> {

    @Override
    public Outcome handle(Statement.CreateView create, Execution run) throws InterruptedException {
        run.session().transaction().checkWritable("CREATE VIEW");
        NewName name = isTemporary(create, run)
                ? NewName.temporary(create.name(), run)
                : NewName.of(create.name(), run);
        Optional<CatalogObject> existing = name.existing(run);
        if (create.orReplace() && existing.isPresent()) {
            replace(existing.get(), create, run);
            return new Outcome.Done("CREATE VIEW");
        }
        name.isFree(false, run);
        create(name, run.database().engine().nextObjectId(), create, run);
        return new Outcome.Done("CREATE VIEW");
    }

    /** A view of something temporary is temporary itself. */
    private static boolean isTemporary(Statement.CreateView create, Execution run) {
        boolean isSaid = create.isTemporary() || create.name().parts().getFirst().equals(TemporarySchema.ALIAS);
        boolean mustBe = create.dependencies().stream()
                .map(run.catalog().snapshot()::find)
                .flatMap(Optional::stream)
                .anyMatch(TemporaryObjects::isTemporary);
        if (mustBe && !isSaid) {
            run.session().notice(
                    ServerMessage.notice("view \"" + create.name().last() + "\" will be a temporary view"));
        }
        return isSaid || mustBe;
    }

    private static void create(NewName name, long id, Statement.CreateView create, Execution run)
            throws InterruptedException {
        run.session().transaction().create(
                view(name, id, create, null, run), new ObjectDefinition.Described(), run.cancellation());
    }

    private static CatalogObject.View view(
            NewName name, long id, Statement.CreateView create, Map<Integer, String> defaults, Execution run) {
        return new CatalogObject.View(
                id,
                name.schemaName(),
                name.name(),
                create.schema(),
                create.query(),
                run.session().settings().searchPath(),
                create.dependencies(),
                create.uses().pins(),
                create.uses().columns(),
                create.uses().labels(),
                create.options(),
                create.shown(),
                defaults);
    }

    /** What stands on the old view was planned with its columns: they must go on as they are; more may follow. */
    private static void replace(CatalogObject existing, Statement.CreateView create, Execution run)
            throws InterruptedException {
        if (!(existing instanceof CatalogObject.View view)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + existing.name() + "\" is not a view");
        }
        Schema before = view.schema();
        if (create.schema().size() < before.size()) {
            throw new SqlException(SqlState.INVALID_TABLE_DEFINITION, "cannot drop columns from view");
        }
        for (int i = 0; i < before.size(); i++) {
            String column = before.field(i).name();
            if (!column.equals(create.schema().field(i).name())) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "cannot change name of view column \"" + column + "\" to \""
                                + create.schema().field(i).name() + "\"")
                        .withHint("Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.");
            }
            if (!before.type(i).equals(create.schema().type(i))) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "cannot change data type of view column \"" + column + "\" from " + before.type(i) + " to "
                                + create.schema().type(i));
            }
        }
        if (create.dependencies().contains(view.id())) {
            throw new SqlException(
                    SqlState.INVALID_OBJECT_DEFINITION,
                    "infinite recursion detected in rules for relation \"" + view.name() + "\"");
        }
        for (CatalogObject object : run.catalog().snapshot().objects()) {
            boolean isKept = object instanceof CatalogObject.OfQuery && !(object instanceof CatalogObject.View);
            if (isKept && object.dependencies().contains(view.id())) {
                throw SqlException.unsupported("replacing a view that " + DropHandler.description(object) + " reads");
            }
        }
        Redefinition.of(
                view(new NewName(view.schemaName(), view.name()), view.id(), create, view.defaults(), run), run);
    }
}
