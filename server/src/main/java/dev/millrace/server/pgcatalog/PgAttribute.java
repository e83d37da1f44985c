package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Inheritance;
import dev.millrace.server.wire.WireTypes;

/** {@code pg_catalog.pg_attribute}: columns of relations and of indexes. */
final class PgAttribute implements SystemRows {

    private static final Pattern CALL = Pattern.compile("(\\w+)\\(");

    @Override
    public void fill(Source source, RowWriter out) {
        for (Source.Relation relation : source.relations()) {
            CatalogObject object = source.catalog().find(relation.oid()).orElse(null);
            List<CatalogObject.Column> columns = columns(object);
            for (int i = 0; i < relation.columns().size(); i++) {
                if (i < columns.size() && columns.get(i).isDropped()) {
                    out.set("attrelid", relation.oid())
                            .set("attname", columns.get(i).name())
                            .set("attnum", i + 1)
                            .set("attisdropped", true)
                            .set("attislocal", true)
                            .end();
                    continue;
                }
                boolean hasDefault = i < columns.size() && Source.hasDefault(columns.get(i));
                if (i < columns.size() && columns.get(i).identity() != null) {
                    out.set("attidentity", columns.get(i).identity().equals("always") ? 'a' : 'd');
                }
                if (i < columns.size() && columns.get(i).generatedSql() != null) {
                    out.set("attgenerated", 's');
                }
                if (object != null) {
                    out.setTexts("attacl", source.acl(relation.oid(), i + 1, Grantable.COLUMN));
                }
                // Of a view PostgreSQL does not say what can be NULL.
                Schema.Field field = relation.columns().field(i);
                boolean isView = relation.kind() == 'v' || relation.kind() == 'm';
                Schema.Field shown = isView ? new Schema.Field(field.name(), field.type(), true) : field;
                if (object instanceof CatalogObject.Table table && table.inheritance() != null) {
                    out.set("attinhcount", Inheritance.columnCount(table, i, source.catalog()));
                }
                out.set("attislocal", !(object instanceof CatalogObject.Table table) || Inheritance.isLocal(table, i));
                Long domain = i < columns.size() ? columns.get(i).domain() : null;
                column(relation.oid(), shown, i + 1, hasDefault, domain, out);
            }
            source.primaryKey(object).ifPresent(key -> {
                for (int i = 0; i < key.columns().size(); i++) {
                    out.set("attislocal", true);
                    column(key.id(), relation.columns().field(key.columns().get(i)), i + 1, false, null, out);
                }
            });
        }
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Index index
                    && source.catalog().find(index.relation()).orElse(null)
                            instanceof CatalogObject.Relation relation) {
                for (int i = 0; i < index.keys().size(); i++) {
                    out.set("attislocal", true);
                    column(index.id(), field(index, i, relation), i + 1, false, null, out);
                }
            }
        }
    }

    /** An expression is called by the function that it is a call of. */
    private static Schema.Field field(CatalogObject.Index index, int key, CatalogObject.Relation relation) {
        int column = index.keys().get(key).column();
        if (column >= 0) {
            return relation.schema().field(column);
        }
        Matcher call = CALL.matcher(index.detail().keys().get(key));
        return new Schema.Field(call.lookingAt() ? call.group(1) : "expr", SqlType.TEXT, true);
    }

    /** Columns with their defaults; empty for what has none. */
    static List<CatalogObject.Column> columns(CatalogObject object) {
        return switch (object) {
            case CatalogObject.Table table -> table.columns();
            case CatalogObject.Stream stream -> stream.columns();
            case null -> List.of();
            case CatalogObject other -> List.of();
        };
    }

    private static void column(
            long relation, Schema.Field field, int number, boolean hasDefault, Long domain, RowWriter out) {
        SqlType type = field.type();
        out.set("attrelid", relation)
                .set("attname", field.name())
                .set("atttypid", domain == null ? WireTypes.oid(type) : domain)
                .set("attstattarget", -1)
                .set("attlen", WireTypes.length(type))
                .set("attnum", number)
                .set("attcacheoff", -1)
                .set("atttypmod", domain == null ? WireTypes.modifier(type) : -1)
                .set("attndims", type.kind() == SqlType.Kind.ARRAY ? 1 : 0)
                .set("attnotnull", !field.nullable())
                .set("atthasdef", hasDefault)
                .set("attstorage", storage(type))
                .set("attalign", WireTypes.length(type) == 8 ? 'd' : 'i')
                .set("attcollation", PgCollation.of(type))
                .end();
    }

    /** As PostgreSQL would keep it: plainly, in the row where it fits, or outside of it. */
    static char storage(SqlType type) {
        if (WireTypes.length(type) >= 0) {
            return 'p';
        }
        return type.kind() == SqlType.Kind.NUMERIC ? 'm' : 'x';
    }
}
