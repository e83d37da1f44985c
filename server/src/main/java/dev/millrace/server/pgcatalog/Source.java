package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.millrace.executor.engine.Snapshot;
import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.ExpressionPlace;
import dev.millrace.planner.LateKey;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.definition.DefinitionStyle;
import dev.millrace.server.catalog.Acl;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.PartitionTree;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.session.Database;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.Settings;

/**
 * What system relations are computed from: one snapshot.
 *
 * @param database null before the server is ready
 */
record Source(SystemTables tables, Snapshot snapshot, CatalogSnapshot catalog, Database database, String user) {

    /** OID of the role that is there from the beginning, PostgreSQL's bootstrap role. */
    static final long ROLE_OID = 10;

    /** A relation of any kind as {@code pg_class} shows it. */
    record Relation(long oid, String schema, String name, char kind, Schema columns) {}

    /** System relations, then people's, without indexes and sinks. */
    List<Relation> relations() {
        List<Relation> all = new ArrayList<>();
        for (PlannerCatalog.Stored stored : tables.relations()) {
            all.add(new Relation(
                    tables.oid(stored.id()),
                    stored.schemaName(),
                    stored.name(),
                    tables.kind(stored.id()),
                    stored.schema()));
        }
        for (CatalogObject.Relation relation : catalog.relations()) {
            all.add(new Relation(
                    relation.id(), relation.schemaName(), relation.name(), kind(relation), relation.schema()));
        }
        for (CatalogObject object : catalog.objects()) {
            if (object instanceof CompositeType type) {
                all.add(new Relation(type.id(), type.schemaName(), type.name(), 'c', type.columns()));
            }
        }
        return all;
    }

    /** {@code relkind}: letters that clients know. */
    static char kind(CatalogObject.Relation relation) {
        return switch (relation) {
            case CatalogObject.Table table when PartitionTree.isPartitioned(table) -> 'p';
            case CatalogObject.Table _, CatalogObject.Stream _ -> 'r';
            case CatalogObject.View _ -> 'v';
            case CatalogObject.MaterializedView _ -> 'm';
        };
    }

    /** An expression over a table's columns, as the session that asks is shown it, or as it was written. */
    String expressionText(String sql, long table, SqlType type) {
        String text = toldText(sql, table, type);
        return text == null ? sql : text;
    }

    private String toldText(String sql, long table, SqlType type) {
        return Session.CURRENT.isBound()
                ? new ExpressionTexts(Session.CURRENT.get(), tables.directory(catalog))
                        .of(sql, table, type, false)
                : null;
    }

    /** Positions of the columns that an expression of a table reads; none where the server itself asks. */
    List<Integer> columnsOf(String sql, long table) {
        return Session.CURRENT.isBound()
                ? new ExpressionTexts(Session.CURRENT.get(), tables.directory(catalog)).columns(sql, table)
                : List.of();
    }

    /** A domain's condition on VALUE, as the session that asks is shown it. */
    String domainText(CatalogObject.Check check, DomainObject domain) {
        String text = Session.CURRENT.isBound()
                ? new ExpressionTexts(Session.CURRENT.get(), tables.directory(catalog))
                        .of(check.sql(), ExpressionPlace.ofDomain(domain.base()), SqlType.BOOLEAN, false)
                : null;
        return text == null ? check.sql() : text;
    }

    /** A trigger's condition as the session that asks is shown it, or as it was written; null for none. */
    String conditionText(TriggerObject trigger) {
        String text = trigger.when() != null && Session.CURRENT.isBound()
                ? new ExpressionTexts(Session.CURRENT.get(), tables.directory(catalog))
                        .condition(trigger.when(), trigger.table(), false)
                : null;
        return text == null ? trigger.when() : text;
    }

    /** CREATE INDEX, as {@code pg_get_indexdef} writes it; null where the server itself asks. */
    String indexText(long index) {
        return Session.CURRENT.isBound()
                ? new DefinitionAnswers(
                        catalog, String::valueOf,
                        new ExpressionTexts(Session.CURRENT.get(), tables.directory(catalog)))
                        .index(index, 0, false)
                : null;
    }

    /** A view's query as the session that asks is shown it; as it was written where the server itself asks. */
    String viewText(CatalogObject.OfQuery view, String written) {
        return Session.CURRENT.isBound()
                ? new ViewTexts(Session.CURRENT.get(), tables.directory(catalog))
                        .of((CatalogObject) view, DefinitionStyle.PLAIN)
                : written;
    }

    /** Of the session that asks; before there is one, those of a new session. */
    Settings settings() {
        return Session.CURRENT.isBound() ? Session.CURRENT.get().settings() : new Settings(user, Map.of());
    }

    Roles roles() {
        return catalog.roles();
    }

    /** The name of an object's owner. */
    String owner(CatalogObject object) {
        return roles().name(Authority.owner(object, catalog));
    }

    /** What was granted, as {@code aclitem[]}; null where nothing differs from what such objects begin with. */
    List<String> acl(long object, int column, Grantable kind) {
        boolean isNoted = roles().isNoted(object, column) || Roles.isOpenToAll(object, kind) && column == 0;
        return isNoted ? texts(roles().acl(object, column, kind)) : null;
    }

    List<String> texts(Acl acl) {
        return acl.entries().stream().map(entry -> entry.text(roles()::name)).toList();
    }

    /** What the session that asks may do; everything where the server itself asks. */
    Authority authority() {
        return Session.CURRENT.isBound() ? Session.CURRENT.get().authority() : Authority.unlimited(catalog);
    }

    List<Session> sessions() {
        return database == null ? List.of() : List.copyOf(database.sessions().get());
    }

    /** Keys of a table that are constraints: the primary one, then the unique ones. */
    static List<CatalogObject.Key> keys(CatalogObject object, CatalogSnapshot catalog) {
        List<CatalogObject.Key> keys = new ArrayList<>();
        if (object instanceof CatalogObject.Table table) {
            if (table.primaryKey() != null) {
                keys.add(table.primaryKey());
            }
            catalog.indexes(table.id()).stream()
                    .filter(index -> index.isConstraint() && (index.isUnique() || index.isLate()))
                    .forEach(index -> keys.add(new CatalogObject.Key(index.id(), index.name(), index.columns())));
        }
        return keys;
    }

    /** What {@code pg_constraint} calls one of them. */
    static char kind(CatalogObject.Key key, CatalogObject.Table table, CatalogSnapshot catalog) {
        LateKey late = late(key, catalog);
        return key == table.primaryKey() || late != null && late.isPrimary()
                ? 'p'
                : late != null && late.isExclusion() ? 'x' : 'u';
    }

    /** Null for one that is kept at once. */
    static LateKey late(CatalogObject.Key key, CatalogSnapshot catalog) {
        return catalog.find(key.id()).orElse(null) instanceof CatalogObject.Index index && index.isLate()
                ? index.detail().late()
                : null;
    }

    /** Whether a column has a DEFAULT, or is generated. */
    static boolean hasDefault(CatalogObject.Column column) {
        boolean isNumbered = column.sequence() != null && column.identity() == null;
        boolean isWritten = column.defaultSql() != null && !column.defaultSql().equalsIgnoreCase("null");
        return column.generatedSql() != null || isNumbered || isWritten;
    }

    /** A column's DEFAULT, or what generates it, as {@code pg_get_expr} shows it; null for none. */
    String defaultText(long relation, CatalogObject.Column column) {
        if (column.generatedSql() != null) {
            String text = toldText(column.generatedSql(), relation, column.type());
            return text == null ? "(" + column.generatedSql() + ")" : text;
        }
        if (column.sequence() == null || column.identity() != null) {
            return defaultText(column.defaultSql(), column.type());
        }
        return catalog.find(column.sequence())
                .map(sequence -> "nextval('" + spelled(sequence) + "'::regclass)")
                .orElse(null);
    }

    /** What a parameter is where it is not given; null for none. */
    String defaultText(CatalogFunction.Parameter parameter) {
        return parameter.defaultSql() == null ? null : defaultText(parameter.defaultSql(), parameter.sqlType());
    }

    /** A DEFAULT as it was written, as it is shown; null for none. */
    String defaultText(String written, SqlType type) {
        String text = written == null || written.equalsIgnoreCase("null") ? null : toldText(written, 0, type);
        return text == null ? DefaultText.of(written, type, this::typeName) : text;
    }

    /** Whether the session that asks finds what is in a schema without naming it. */
    private boolean isOnPath(String schema) {
        return Session.CURRENT.isBound()
                ? Session.CURRENT.get().searchPath().contains(schema)
                : schema.equals(CatalogSnapshot.PUBLIC);
    }

    /** An object's name, with its schema where the session that asks needs it. */
    String spelled(CatalogObject object) {
        return (isOnPath(object.schemaName()) ? "" : WrittenName.quoted(object.schemaName()) + ".")
                + WrittenName.quoted(object.name());
    }

    /** A type, with its schema where the session that asks needs it. */
    String typeName(SqlType type) {
        EnumType named = type.enumType();
        RowType row = type.rowType();
        String schema = named != null ? named.schemaName() : row != null && row.isNamed() ? row.schemaName() : null;
        return schema == null || isOnPath(schema)
                ? type.named().toString()
                : WrittenName.quoted(schema) + "." + type.named();
    }

    Optional<CatalogObject.Key> primaryKey(CatalogObject object) {
        return object instanceof CatalogObject.Table table ? Optional.ofNullable(table.primaryKey()) : Optional.empty();
    }
}
