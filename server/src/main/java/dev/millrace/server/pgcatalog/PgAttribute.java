package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Inheritance;
import dev.millrace.server.catalog.Tuning;
import dev.millrace.server.wire.WireTypes;

/** {@code pg_catalog.pg_attribute}: columns of relations and of indexes. */
final class PgAttribute implements SystemRows {

    private static final Map<String, Character> STORAGE =
            Map.of("plain", 'p', "external", 'e', "extended", 'x', "main", 'm');
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(");

    @Override
    public void fill(Source source, RowWriter out) {
        for (Source.Relation relation : source.relations()) {
            CatalogObject object = source.catalog().find(relation.oid()).orElse(null);
            Tuning tuning = source.catalog().tuning(relation.oid());
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
                boolean hasDefault = i < columns.size() && Source.hasDefault(columns.get(i))
                        || object instanceof CatalogObject.View of && of.defaults() != null
                                && of.defaults().containsKey(i);
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
                Schema.Field shown = isView ? nullable(field) : field;
                if (object instanceof CatalogObject.Table table && table.inheritance() != null) {
                    out.set("attinhcount", Inheritance.columnCount(table, i, source.catalog()));
                }
                boolean isPartition = object instanceof CatalogObject.Table table && table.isPartition();
                if (isPartition) {
                    out.set("attinhcount", 1);
                }
                out.set("attislocal", !isPartition
                        && (!(object instanceof CatalogObject.Table table) || Inheritance.isLocal(table, i)));
                Long domain = object instanceof CompositeType type
                        ? type.domains().get(field.name())
                        : i < columns.size() ? columns.get(i).domain() : null;
                column(relation.oid(), shown, i + 1, hasDefault, domain, tuning, out);
            }
            source.primaryKey(object).ifPresent(key -> {
                for (int i = 0; i < key.columns().size(); i++) {
                    out.set("attislocal", true);
                    Schema.Field field = nullable(relation.columns().field(key.columns().get(i)));
                    column(key.id(), field, i + 1, false, null, null, out);
                }
            });
        }
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CatalogObject.Sequence) {
                sequence(object.id(), out);
            }
            if (object instanceof CatalogObject.Index index
                    && source.catalog().find(index.relation()).orElse(null)
                            instanceof CatalogObject.Relation relation) {
                for (int i = 0; i < index.keys().size(); i++) {
                    out.set("attislocal", true);
                    column(
                            index.id(), nullable(field(index, i, relation)), i + 1, false, null,
                            source.catalog().tuning(index.id()), out);
                }
                for (int i = 0; i < included(index).size(); i++) {
                    out.set("attislocal", true);
                    column(
                            index.id(), nullable(relation.schema().field(included(index).get(i))),
                            index.keys().size() + i + 1, false, null, null, out);
                }
            }
        }
    }

    /** What an index holds beside its keys: positions in the table. */
    static List<Integer> included(CatalogObject.Index index) {
        return index.detail() == null ? List.of() : index.detail().include();
    }

    /** One of which nobody says that it cannot be NULL. */
    private static Schema.Field nullable(Schema.Field field) {
        return new Schema.Field(field.name(), field.type(), true);
    }

    /** What PostgreSQL's sequences have for columns. */
    private static void sequence(long sequence, RowWriter out) {
        List<Schema.Field> fields = List.of(
                new Schema.Field("last_value", SqlType.BIGINT, false),
                new Schema.Field("log_cnt", SqlType.BIGINT, false),
                new Schema.Field("is_called", SqlType.BOOLEAN, false));
        for (int i = 0; i < fields.size(); i++) {
            out.set("attislocal", true);
            column(sequence, fields.get(i), i + 1, false, null, null, out);
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
            long relation, Schema.Field field, int number, boolean hasDefault, Long domain, Tuning tuning,
            RowWriter out) {
        SqlType type = field.type();
        Map<String, String> settings = settings(tuning, number);
        String storage = settings.get("storage");
        String compression = settings.getOrDefault("compression", "default");
        out.set("attrelid", relation)
                .set("attname", field.name())
                .set("atttypid", domain == null ? WireTypes.oid(type) : domain)
                .set("attstattarget", Long.parseLong(settings.getOrDefault("statistics", "-1")))
                .set("attlen", WireTypes.length(type))
                .set("attnum", number)
                .set("attcacheoff", -1)
                .set("atttypmod", domain == null ? WireTypes.modifier(type) : -1)
                .set("attndims", type.kind() == SqlType.Kind.ARRAY ? 1 : 0)
                .set("attnotnull", !field.nullable())
                .set("atthasdef", hasDefault)
                .set("attstorage", storage == null ? storage(type) : STORAGE.get(storage))
                .set("attcompression", compression.equals("default") ? "" : compression.substring(0, 1))
                .setTexts("attoptions", options(settings))
                .set("attbyval", isByValue(type))
                .set("attalign", alignment(type))
                .set("attcollation", PgCollation.of(type))
                .end();
    }

    /** Where PostgreSQL would have its values begin: anywhere, or at every second, fourth or eighth byte. */
    static char alignment(SqlType type) {
        SqlType one = type.kind() == SqlType.Kind.ARRAY ? type.element() : type;
        boolean isOwn = one.enumType() != null || one.rowType() != null;
        return isOwn ? one.rowType() != null ? 'd' : 'i' : SystemTypes.alignment(WireTypes.oid(type));
    }

    /** Whether PostgreSQL would pass its values by value. */
    static boolean isByValue(SqlType type) {
        int length = WireTypes.length(type);
        return length > 0 && length <= Long.BYTES && Integer.bitCount(length) == 1;
    }

    /** As PostgreSQL would keep it: plainly, in the row where it fits, or outside of it. */
    static char storage(SqlType type) {
        return WireTypes.length(type) >= 0
                ? 'p'
                : SystemTypes.isKnown(WireTypes.oid(type)) ? SystemTypes.storage(WireTypes.oid(type)) : 'x';
    }

    /** What was said of a column's storage. */
    private static Map<String, String> settings(Tuning tuning, int number) {
        return tuning == null ? Map.of() : tuning.columns().getOrDefault(number, Map.of());
    }

    private static List<String> options(Map<String, String> settings) {
        List<String> shown = settings.entrySet().stream()
                .filter(setting -> setting.getKey().startsWith("n_distinct"))
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
        return shown.isEmpty() ? null : shown;
    }
}
