package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Statement.ObjectKind;
import dev.millrace.server.catalog.AccessObject;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.catalog.Tuning;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.wire.ServerMessage;

/** DROP of every kind: refused while others depend on the object, unless CASCADE takes them along. */
final class DropHandler implements Handler<Statement.Drop> {

    @Override
    public Outcome handle(Statement.Drop drop, Execution run) throws InterruptedException {
        String kind = kindName(drop.kind());
        run.session().transaction().checkWritable("DROP " + kind.toUpperCase(Locale.ROOT));
        List<CatalogObject> named = new ArrayList<>();
        for (Statement.QualifiedName name : drop.names()) {
            find(drop, name, kind, run).ifPresent(named::add);
        }
        drop(named, drop.cascade(), run);
        return new Outcome.Done("DROP " + kind.toUpperCase(Locale.ROOT));
    }

    /** These, and with CASCADE whatever depends on them. */
    void drop(List<CatalogObject> named, boolean isCascade, Execution run) throws InterruptedException {
        dropOthers(
                named.stream()
                        .filter(object -> !isType(object))
                        .toList(),
                isCascade, run);
        new TypeDrop(run).drop(named, isCascade);
    }

    private static boolean isType(CatalogObject object) {
        return object instanceof NamedType || object instanceof CompositeType || object instanceof DomainObject;
    }

    private static void dropOthers(List<CatalogObject> named, boolean isCascade, Execution run)
            throws InterruptedException {
        Set<CatalogObject> all = new LinkedHashSet<>();
        CatalogSnapshot catalog = run.catalog().snapshot();
        named.forEach(object -> collect(object, catalog, all));
        TypeDrop.refuseUse(all, isCascade);
        List<CatalogObject> dependants = all.stream()
                .filter(object -> !named.contains(object) && !goesSilently(object, all))
                .toList();
        if (!dependants.isEmpty()) {
            if (!isCascade) {
                throw dependentsExist(named, dependants, catalog);
            }
            noticeCascade(dependants.stream().map(object -> description(object, catalog)).toList(), run);
        }
        drop(all, isCascade, run);
    }

    /** A table with all that depends on it, of which nothing is said. */
    static void dropQuietly(CatalogObject.Table table, Execution run) throws InterruptedException {
        Set<CatalogObject> all = new LinkedHashSet<>();
        collect(table, run.catalog().snapshot(), all);
        drop(all, true, run);
    }

    private static void drop(Set<CatalogObject> all, boolean isCascade, Execution run) throws InterruptedException {
        new SequenceDefaults(run).drop(all, isCascade);
        new Partitions(run).leave(
                all.stream()
                        .filter(object -> object instanceof CatalogObject.Table table && table.isPartition())
                        .map(CatalogObject.Table.class::cast)
                        .toList(),
                List.copyOf(all));
        // Dependants first: at no moment does an object miss what it needs.
        for (CatalogObject object : new ArrayList<>(all).reversed()) {
            run.session().transaction().drop(object, run.cancellation());
        }
    }

    private static Optional<CatalogObject> find(
            Statement.Drop drop, Statement.QualifiedName name, String kind, Execution run) {
        Optional<CatalogObject> found = drop.kind() == ObjectKind.SCHEMA
                ? schema(name, run)
                : run.catalog().find(name.parts());
        if (found.isEmpty()) {
            String word = drop.kind() == ObjectKind.DOMAIN ? "type" : kind;
            String missing = word + " \"" + name.last() + "\" does not exist";
            if (!drop.ifExists()) {
                throw new SqlException(missingState(drop.kind()), missing);
            }
            run.session().notice(ServerMessage.notice(missing + ", skipping"));
            return found;
        }
        if (drop.kind() == ObjectKind.TYPE && found.get() instanceof CatalogObject.Relation relation) {
            String table = relation.kindName() + " " + place(relation);
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop type " + place(relation) + " because " + table + " requires it")
                    .withHint("You can drop " + table + " instead.");
        }
        boolean isType = drop.kind() == ObjectKind.TYPE && found.get() instanceof DomainObject;
        if (!isType && !found.get().kindName().equals(kind)) {
            String actual = found.get().kindName();
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "\"" + name.last() + "\" is not " + article(kind))
                    .withHint("Use DROP " + actual.toUpperCase(Locale.ROOT) + " to remove " + article(actual)
                            + ".");
        }
        if (found.get() instanceof CatalogObject.Index index && index.isConstraint()) {
            String table = run.catalog().snapshot().find(index.relation()).orElseThrow().name();
            String constraint = "constraint " + index.name() + " on table " + table;
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop index " + index.name() + " because " + constraint + " requires it")
                    .withHint("You can drop " + constraint + " instead.");
        }
        if (found.get() instanceof CatalogObject.Index index && index.above() != null) {
            String above = "index " + run.catalog().snapshot().find(index.above()).orElseThrow().name();
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop index " + index.name() + " because " + above + " requires it")
                    .withHint("You can drop " + above + " instead.");
        }
        return found;
    }

    /** A foreign key goes without a word with the table that has it, not with the one that it refers to. */
    private static boolean goesSilently(CatalogObject object, Set<CatalogObject> all) {
        if (object instanceof CatalogObject.Table table && table.isPartition()) {
            return true;
        }
        if (object instanceof TriggerObject trigger) {
            return all.stream().anyMatch(other ->
                    other.id() != trigger.function() && trigger.dependencies().contains(other.id()));
        }
        return object instanceof ForeignKey key
                ? all.stream().anyMatch(other -> other.id() == key.table())
                : isPartOf(object);
    }

    /** What goes with its table without a word. */
    static boolean isPartOf(CatalogObject object) {
        return object instanceof CatalogObject.Index || object instanceof CatalogObject.Sequence
                || object instanceof Comment || object instanceof ForeignKey
                || object instanceof AccessObject || object instanceof TriggerObject || object instanceof Tuning;
    }

    private static String missingState(ObjectKind kind) {
        return switch (kind) {
            case SCHEMA -> SqlState.INVALID_SCHEMA_NAME;
            case INDEX, TYPE, DOMAIN -> SqlState.UNDEFINED_OBJECT;
            case TABLE, STREAM, VIEW, MATERIALIZED_VIEW, SINK, SEQUENCE -> SqlState.UNDEFINED_TABLE;
        };
    }

    private static Optional<CatalogObject> schema(Statement.QualifiedName name, Execution run) {
        if (SystemCatalog.SCHEMAS.contains(name.last()) || name.last().equals(CatalogSnapshot.PUBLIC)) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop schema " + name.last() + " because it is required by the database system");
        }
        return run.catalog().snapshot().namespace(name.last()).map(CatalogObject.class::cast);
    }

    /** An object, then what depends on it; one found again moves behind, so that the order stays right. */
    static void collect(CatalogObject object, CatalogSnapshot catalog, Set<CatalogObject> all) {
        all.remove(object);
        all.add(object);
        catalog.dependants(object).forEach(dependant -> collect(dependant, catalog, all));
    }

    private static SqlException dependentsExist(
            List<CatalogObject> named, List<CatalogObject> dependants, CatalogSnapshot catalog) {
        List<String> lines = new ArrayList<>();
        for (CatalogObject dependant : dependants) {
            CatalogObject needed = dependant.dependencies().stream()
                    .map(catalog::find)
                    .flatMap(Optional::stream)
                    .filter(object -> named.contains(object) || dependants.contains(object))
                    .findFirst()
                    .orElse(named.getFirst());
            lines.add(description(dependant, catalog) + " depends on " + description(needed));
        }
        String what = named.size() == 1
                ? "cannot drop " + description(named.getFirst()) + " because other objects depend on it"
                : "cannot drop desired object(s) because other objects depend on them";
        return new SqlException(SqlState.DEPENDENT_OBJECTS_STILL_EXIST, what)
                .withDetail(String.join("\n", lines))
                .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
    }

    /** @param dependants as {@link #description} calls them */
    static void noticeCascade(List<String> dependants, Execution run) {
        if (dependants.size() == 1) {
            run.session().notice(ServerMessage.notice("drop cascades to " + dependants.getFirst()));
        } else {
            String detail = dependants.stream()
                    .map(object -> "drop cascades to " + object)
                    .collect(Collectors.joining("\n"));
            run.session().notice(ServerMessage.notice(
                    "00000", "drop cascades to " + dependants.size() + " other objects", detail));
        }
    }

    static String description(CatalogObject object) {
        return object.kindName() + " " + place(object);
    }

    /** The same where it may be a foreign key, which is known by its table. */
    static String description(CatalogObject object, CatalogSnapshot catalog) {
        if (object instanceof TriggerObject trigger) {
            return "trigger " + trigger.name() + " on table " + place(catalog.find(trigger.table()).orElseThrow());
        }
        return object instanceof ForeignKey key
                ? "constraint " + key.name() + " on table " + place(catalog.find(key.table()).orElseThrow())
                : description(object);
    }

    /** Its name, with the schema where that must be said. */
    static String place(CatalogObject object) {
        boolean isPlain =
                object.schemaName().equals(CatalogSnapshot.PUBLIC) || object instanceof CatalogObject.Namespace
                        || TemporarySchema.isTemporary(object.schemaName());
        String name = object instanceof RoutineObject function ? function.definition().spelled() : object.name();
        return (isPlain ? "" : object.schemaName() + ".") + name;
    }

    static String article(String kind) {
        return (kind.equals("index") ? "an " : "a ") + kind;
    }

    static String kindName(ObjectKind kind) {
        return switch (kind) {
            case TABLE -> "table";
            case STREAM -> "stream";
            case VIEW -> "view";
            case MATERIALIZED_VIEW -> "materialized view";
            case SINK -> "sink";
            case INDEX -> "index";
            case SEQUENCE -> "sequence";
            case SCHEMA -> "schema";
            case TYPE -> "type";
            case DOMAIN -> "domain";
        };
    }
}
