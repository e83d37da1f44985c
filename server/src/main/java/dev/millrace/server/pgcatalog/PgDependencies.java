package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.Set;

import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.RoutineObject;

/**
 * What stands on what: {@code pg_depend}, and {@code pg_rewrite}, through whose rules PostgreSQL's views depend on what
 * they read. Tools draw lineage from both.
 */
final class PgDependencies {

    /** Rules have no number of their own: the view's, above all others. */
    private static final long FIRST_RULE_OID = 2_000_000_000L;

    static final int CLASS = 1259;
    private static final int ATTRDEF = 2604;
    private static final int CONSTRAINT = 2606;
    static final int NAMESPACE = 2615;
    private static final int TYPE = 1247;
    private static final int PROC = 1255;
    private static final int REWRITE = 2618;

    private PgDependencies() {}

    private static long rule(CatalogObject view) {
        return FIRST_RULE_OID + view.id();
    }

    private static boolean isView(CatalogObject object) {
        return object instanceof CatalogObject.View || object instanceof CatalogObject.MaterializedView;
    }

    /** Whether a query is right only as long as a table's primary key is one. */
    private static boolean needsKey(CatalogObject.OfQuery query, long table) {
        return query.uses() != null
                && query.uses().getOrDefault(table, Set.of()).contains(Statement.Uses.KEY);
    }

    static void rules(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (isView(object)) {
                out.set("oid", rule(object))
                        .set("rulename", "_RETURN")
                        .set("ev_class", object.id())
                        .set("ev_type", '1')
                        .set("ev_enabled", 'O')
                        .set("is_instead", true)
                        .set("ev_qual", "<>")
                        .set("ev_action", "<>")
                        .end();
            }
        }
    }

    /** The catalog that an object is in. */
    static int catalog(long object, Source source) {
        return switch (source.catalog().find(object).orElse(null)) {
            case NamedType _, DomainObject _ -> TYPE;
            case RoutineObject _ -> PROC;
            case CatalogObject.Namespace _ -> NAMESPACE;
            case null -> CLASS;
            case CatalogObject other -> CLASS;
        };
    }

    static void depend(Source source, RowWriter out) {
        PgExtension.members(source, out);
        for (CatalogObject object : source.catalog().objects()) {
            if (isView(object)) {
                row(REWRITE, rule(object), CLASS, object.id(), 0, 'i', out);
                for (long read : object.dependencies()) {
                    row(REWRITE, rule(object), catalog(read, source), read, 0, 'n', out);
                    if (needsKey((CatalogObject.OfQuery) object, read)) {
                        source.catalog().find(read).flatMap(source::primaryKey).ifPresent(key ->
                                row(REWRITE, rule(object), CONSTRAINT, key.id(), 0, 'n', out));
                    }
                }
            }
            switch (object) {
                case CatalogObject.Index index -> index(index, out);
                case CatalogObject.Sequence sequence when sequence.owner() != null -> row(
                        CLASS, sequence.id(), CLASS, sequence.owner().table(), sequence.owner().column() + 1,
                        sequence.owner().isIdentity() ? 'i' : 'a', out);
                case CatalogObject.Table table -> {
                    constraints(table, source, out);
                    partition(table, source, out);
                    for (long type : table.dependencies()) {
                        row(CLASS, table.id(), catalog(type, source), type, 0, 'n', out);
                    }
                }
                case CatalogObject other -> { }
            }
            if (object instanceof CatalogObject.Relation relation) {
                defaults(relation, out);
                row(CLASS, object.id(), NAMESPACE, source.catalog().schemaOid(relation.schemaName()), 0, 'n', out);
            }
        }
    }

    /** What gives columns their values goes with them, and stands on the sequence that it takes them from. */
    private static void defaults(CatalogObject.Relation relation, RowWriter out) {
        List<CatalogObject.Column> columns = PgAttribute.columns(relation);
        for (int i = 0; i < columns.size(); i++) {
            if (Source.hasDefault(columns.get(i))) {
                long number = PgAttrdef.oid(relation, i);
                row(ATTRDEF, number, CLASS, relation.id(), i + 1, 'a', out);
                if (columns.get(i).sequence() != null) {
                    row(ATTRDEF, number, CLASS, columns.get(i).sequence(), 0, 'n', out);
                }
            }
        }
    }

    private static void index(CatalogObject.Index index, RowWriter out) {
        if (index.isConstraint()) {
            row(CLASS, index.id(), CONSTRAINT, index.id(), 0, 'i', out);
        } else {
            index.columns().stream()
                    .filter(column -> column >= 0)
                    .forEach(column -> row(CLASS, index.id(), CLASS, index.relation(), column + 1, 'a', out));
        }
    }

    private static void constraints(CatalogObject.Table table, Source source, RowWriter out) {
        for (CatalogObject.Key key : Source.keys(table, source.catalog())) {
            key.columns().forEach(column -> row(CONSTRAINT, key.id(), CLASS, table.id(), column + 1, 'a', out));
            if (key == table.primaryKey()) {
                row(CLASS, key.id(), CONSTRAINT, key.id(), 0, 'i', out);
            }
        }
        for (CatalogObject.Check check : table.checks()) {
            List<Integer> columns = source.columnsOf(check.sql(), table.id());
            columns.forEach(column -> row(CONSTRAINT, check.id(), CLASS, table.id(), column + 1, 'a', out));
            if (columns.isEmpty()) {
                row(CONSTRAINT, check.id(), CLASS, table.id(), 0, 'a', out);
            }
        }
        source.catalog().foreignKeys(table.id()).forEach(key -> {
            key.columns().forEach(column -> row(CONSTRAINT, key.id(), CLASS, table.id(), column + 1, 'a', out));
            key.referencedColumns()
                    .forEach(column -> row(CONSTRAINT, key.id(), CLASS, key.referenced(), column + 1, 'n', out));
            row(CONSTRAINT, key.id(), CLASS, key.referencedKey(), 0, 'n', out);
        });
    }

    /** The parts of keys and indexes that a partition has go with the wholes, and with the partition. */
    private static void partition(CatalogObject.Table table, Source source, RowWriter out) {
        if (!table.isPartition()) {
            return;
        }
        long parent = table.partitioning().place().parent();
        source.primaryKey(table).ifPresent(key -> source.catalog().find(parent).flatMap(source::primaryKey)
                .ifPresent(whole -> part(CONSTRAINT, key.id(), whole.id(), table.id(), out)));
        source.catalog().indexes(table.id()).stream()
                .filter(index -> index.above() != null)
                .forEach(index -> part(
                        index.isConstraint() ? CONSTRAINT : CLASS, index.id(), index.above(), table.id(), out));
    }

    private static void part(int catalog, long part, long whole, long partition, RowWriter out) {
        row(catalog, part, catalog, whole, 0, 'P', out);
        row(catalog, part, CLASS, partition, 0, 'S', out);
    }

    static void row(
            int catalog, long object, int referencedCatalog, long referenced, int column, char type, RowWriter out) {
        out.set("classid", catalog)
                .set("objid", object)
                .set("objsubid", 0)
                .set("refclassid", referencedCatalog)
                .set("refobjid", referenced)
                .set("refobjsubid", column)
                .set("deptype", type)
                .end();
    }
}
