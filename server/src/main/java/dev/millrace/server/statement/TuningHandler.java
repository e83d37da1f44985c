package dev.millrace.server.statement;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.ObjectTuning;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TuningChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.catalog.Tuning;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;
import dev.millrace.server.wire.WireTypes;

/** What statements say of how PostgreSQL is to store something: checked as PostgreSQL does, and noted for catalogs. */
final class TuningHandler implements Handler<ObjectTuning> {

    @Override
    public Outcome handle(ObjectTuning tuning, Execution run) throws InterruptedException {
        String kind = DropHandler.kindName(tuning.kind());
        String tag = tuning.kind() == Statement.ObjectKind.INDEX ? "ALTER INDEX" : "ALTER SEQUENCE";
        run.session().transaction().checkWritable(tag);
        CatalogObject object = run.catalog().find(tuning.name().parts()).orElse(null);
        if (object == null) {
            CatalogObject.Table keyed = tuning.kind() == Statement.ObjectKind.INDEX ? ofKey(tuning.name(), run) : null;
            if (keyed != null) {
                apply(tuning, keyed, keyed.primaryKey().id(), run);
                return new Outcome.Done(tag);
            }
            String missing = "relation \"" + tuning.name().last() + "\" does not exist";
            if (!tuning.ifExists()) {
                throw new SqlException(SqlState.UNDEFINED_TABLE, missing);
            }
            run.session().notice(ServerMessage.notice(missing + ", skipping"));
            return new Outcome.Done(tag);
        }
        if (!object.kindName().equals(kind)) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" is not " + DropHandler.article(kind));
        }
        apply(tuning, object, object.id(), run);
        return new Outcome.Done(tag);
    }

    private static void apply(ObjectTuning tuning, CatalogObject object, long oid, Execution run)
            throws InterruptedException {
        run.session().authority().checkOwner(object);
        for (TuningChange change : tuning.changes()) {
            apply(change, object, oid, run);
        }
    }

    private static CatalogObject.Table ofKey(Statement.QualifiedName name, Execution run) {
        List<String> schemas = name.parts().size() > 1
                ? List.of(name.parts().get(name.parts().size() - 2))
                : run.session().searchPath();
        return run.catalog().snapshot().objects().stream()
                .filter(object -> schemas.contains(object.schemaName()) && object instanceof CatalogObject.Table table
                        && table.primaryKey() != null && table.primaryKey().name().equals(name.last()))
                .map(CatalogObject.Table.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** @param oid of the object, or of the index of its primary key */
    static void apply(TuningChange change, CatalogObject object, long oid, Execution run)
            throws InterruptedException {
        CatalogSnapshot catalog = run.catalog().snapshot();
        Tuning before = catalog.tuning(oid);
        Tuning now = before == null
                ? Tuning.none(run.database().engine().nextObjectId(), object.id(), oid)
                : before;
        boolean isIndex = object.id() != oid || object instanceof CatalogObject.Index;
        now = switch (change) {
            case TuningChange.Options set -> {
                (isIndex ? StorageOptions.INDEX : StorageOptions.TABLE).check(set.options());
                yield now.withOptions(set.options());
            }
            case TuningChange.Column of -> column(of, now, object, isIndex);
            case TuningChange.Logged logged -> {
                logged(logged, object, run);
                yield now.withUnlogged(!logged.isLogged());
            }
            case TuningChange.ReplicaIdentity identity -> identity(identity, now, object, catalog);
            case TuningChange.Clustered on -> now.withCluster(
                    on.index() == null ? null : index(on.index(), object, catalog));
        };
        if (before == null) {
            run.session().transaction().create(now, new ObjectDefinition.Described(), run.cancellation());
        } else if (!now.equals(before)) {
            Redefinition.of(now, run);
        }
    }

    /** What CREATE says of it. */
    static void born(CatalogObject object, Map<String, String> options, boolean isUnlogged, Execution run)
            throws InterruptedException {
        if (!options.isEmpty()) {
            apply(new TuningChange.Options(options), object, object.id(), run);
        }
        if (isUnlogged) {
            apply(new TuningChange.Logged(false), object, object.id(), run);
        }
    }

    // ---- columns ----------------------------------------------------------------------------------------------------

    private static Tuning column(TuningChange.Column of, Tuning now, CatalogObject object, boolean isIndex) {
        int number;
        if (isIndex) {
            number = indexColumn(of, object);
        } else {
            CatalogObject.Relation relation = (CatalogObject.Relation) object;
            number = relation.schema().indexOf(of.column()) + 1;
            boolean isPlain = WireTypes.length(relation.schema().type(number - 1)) >= 0;
            String storage = of.settings().get("storage");
            if (isPlain && storage != null && !storage.equals("plain")) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "column data type " + relation.schema().type(number - 1) + " can only have storage PLAIN");
            }
            if (isPlain && of.settings().containsKey("compression")
                    && !"default".equals(of.settings().get("compression"))) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "column data type " + relation.schema().type(number - 1) + " does not support compression");
            }
        }
        if (of.settings().keySet().stream().noneMatch(List.of("statistics", "storage", "compression")::contains)) {
            StorageOptions.COLUMN.check(of.settings());
        }
        return now.withColumn(number, of.settings());
    }

    private static int indexColumn(TuningChange.Column of, CatalogObject object) {
        boolean isNumber = of.column().matches("\\d{1,9}");
        int number = isNumber ? Integer.parseInt(of.column()) : 0;
        List<Integer> columns = object instanceof CatalogObject.Index index
                ? index.columns()
                : ((CatalogObject.Table) object).keyColumns();
        int included = object instanceof CatalogObject.Index index && index.detail() != null
                ? index.detail().include().size()
                : 0;
        if (!isNumber || number < 1 || number > columns.size() + included) {
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN,
                    "column number " + of.column() + " of relation \"" + object.name() + "\" does not exist");
        }
        boolean isIncluded = number > columns.size();
        if (isIncluded || columns.get(number - 1) >= 0) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot alter statistics on " + (isIncluded ? "included" : "non-expression") + " column \""
                            + of.column() + "\" of index \"" + object.name() + "\"")
                    .withHint("Alter statistics on table column instead.");
        }
        return number;
    }

    // ---- LOGGED -----------------------------------------------------------------------------------------------------

    private static void logged(TuningChange.Logged logged, CatalogObject object, Execution run)
            throws InterruptedException {
        CatalogSnapshot catalog = run.catalog().snapshot();
        if (TemporarySchema.isTemporary(object.schemaName())) {
            throw new SqlException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "cannot change logged status of table \"" + object.name() + "\" because it is temporary");
        }
        if (!(object instanceof CatalogObject.Table table)) {
            return;
        }
        List<Long> others = logged.isLogged()
                ? catalog.foreignKeys(table.id()).stream().map(key -> key.referenced()).toList()
                : catalog.references(table.id()).stream().map(key -> key.table()).toList();
        for (long other : others) {
            boolean isOtherUnlogged = catalog.tuning(other) != null && catalog.tuning(other).isUnlogged() != null;
            if (other != table.id() && isOtherUnlogged == logged.isLogged()) {
                throw new SqlException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "could not change table \"" + table.name() + "\" to "
                                + (logged.isLogged() ? "logged" : "unlogged") + " because it references "
                                + (logged.isLogged() ? "unlogged" : "logged") + " table \""
                                + catalog.find(other).orElseThrow().name() + "\"");
            }
        }
        for (CatalogObject.Sequence sequence : catalog.sequencesOf(table.id())) {
            apply(logged, sequence, sequence.id(), run);
        }
    }

    // ---- indexes ----------------------------------------------------------------------------------------------------

    private static long index(String name, CatalogObject object, CatalogSnapshot catalog) {
        if (object instanceof CatalogObject.Table table && table.primaryKey() != null
                && table.primaryKey().name().equals(name)) {
            return table.primaryKey().id();
        }
        return catalog.indexes(object.id()).stream()
                .filter(index -> index.name().equals(name))
                .findFirst()
                .map(CatalogObject.Index::id)
                .orElseThrow(() -> catalog.find(object.schemaName(), name)
                        .filter(CatalogObject.Index.class::isInstance)
                        .map(index -> new SqlException(
                                SqlState.WRONG_OBJECT_TYPE,
                                "\"" + name + "\" is not an index for table \"" + object.name() + "\""))
                        .orElse(new SqlException(
                                SqlState.UNDEFINED_OBJECT,
                                "index \"" + name + "\" for table \"" + object.name() + "\" does not exist")));
    }

    private static Tuning identity(
            TuningChange.ReplicaIdentity identity, Tuning now, CatalogObject object, CatalogSnapshot catalog) {
        return switch (identity.kind()) {
            case "default" -> now.withIdentity(null, null);
            case "full" -> now.withIdentity('f', null);
            case "nothing" -> now.withIdentity('n', null);
            default -> {
                long oid = index(identity.index(), object, catalog);
                if (catalog.find(oid).orElse(null) instanceof CatalogObject.Index index) {
                    checkIdentity(index, (CatalogObject.Table) object);
                }
                yield now.withIdentity('i', oid);
            }
        };
    }

    private static void checkIdentity(CatalogObject.Index index, CatalogObject.Table table) {
        String name = "\"" + index.name() + "\"";
        if (!index.isUnique()) {
            throw notIdentity("cannot use non-unique index " + name + " as replica identity");
        }
        if (index.columns().contains(-1)) {
            throw notIdentity("cannot use expression index " + name + " as replica identity");
        }
        if (index.detail() != null && index.detail().where() != null) {
            throw notIdentity("cannot use partial index " + name + " as replica identity");
        }
        for (int column : index.columns()) {
            if (table.columns().get(column).nullable()) {
                throw notIdentity("index " + name + " cannot be used as replica identity because column \""
                        + table.columns().get(column).name() + "\" is nullable");
            }
        }
    }

    private static SqlException notIdentity(String message) {
        return new SqlException(SqlState.WRONG_OBJECT_TYPE, message);
    }
}
