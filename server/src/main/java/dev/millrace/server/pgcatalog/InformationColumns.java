package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.DomainObject;

/** {@code information_schema.columns}. */
final class InformationColumns implements SystemRows {

    /** Bytes that text without a length may have, as PostgreSQL tells it. */
    private static final int TEXT_BYTES = 1 << 30;

    /** Bytes that a character may have. */
    private static final int CHARACTER_BYTES = 4;

    @Override
    public void fill(Source source, RowWriter out) {
        Updatability can = new Updatability(source.catalog());
        TypePlaces types = new TypePlaces(source.catalog());
        for (Source.Relation relation : source.relations()) {
            if (relation.kind() == 'm' || relation.kind() == 'c') {
                continue;
            }
            List<CatalogObject.Column> columns =
                    PgAttribute.columns(source.catalog().find(relation.oid()).orElse(null));
            for (int i = 0; i < relation.columns().size(); i++) {
                if (i < columns.size() && columns.get(i).isDropped()) {
                    continue;
                }
                Schema.Field field = relation.columns().field(i);
                TypePlaces.Place place = types.of(field.type());
                out.set("table_catalog", source.tables().databaseName())
                        .set("table_schema", relation.schema())
                        .set("table_name", relation.name())
                        .set("column_name", field.name())
                        .set("ordinal_position", i + 1)
                        .set("is_nullable", isNotNull(relation, field, i, columns, source) ? "NO" : "YES")
                        .set("udt_catalog", source.tables().databaseName())
                        .set("udt_schema", place.schema())
                        .set("udt_name", place.name())
                        .set("dtd_identifier", Integer.toString(i + 1))
                        .set("is_updatable", can.hasColumn(relation.oid(), i, false) ? "YES" : "NO");
                origin(relation.oid(), i < columns.size() ? columns.get(i) : null, source, out);
                Long domain = i < columns.size() ? columns.get(i).domain() : null;
                if (domain != null && source.catalog().find(domain).orElse(null) instanceof DomainObject object) {
                    out.set("domain_catalog", source.tables().databaseName())
                            .set("domain_schema", object.schemaName())
                            .set("domain_name", object.name());
                }
                type(field.type(), out);
                out.end();
            }
        }
    }

    /** Of a view nobody says what can be NULL. */
    private static boolean isNotNull(
            Source.Relation relation, Schema.Field field, int position, List<CatalogObject.Column> columns,
            Source source) {
        Long domain = position < columns.size() ? columns.get(position).domain() : null;
        boolean isBarred = domain != null && source.catalog().find(domain).orElse(null) instanceof DomainObject object
                && object.isNotNull();
        return isBarred || relation.kind() != 'v' && !field.nullable();
    }

    /** @param column null for one that comes by its value in no way of its own */
    private static void origin(long relation, CatalogObject.Column column, Source source, RowWriter out) {
        boolean isGenerated = column != null && column.generatedSql() != null;
        String text = column == null ? null : source.defaultText(relation, column);
        boolean isIdentity = column != null && column.identity() != null;
        out.set("column_default", isGenerated ? null : text)
                .set("generation_expression", isGenerated ? text : null)
                .set("is_generated", isGenerated ? "ALWAYS" : "NEVER")
                .set("is_identity", isIdentity ? "YES" : "NO")
                .set("identity_cycle", "NO");
        if (isIdentity && source.catalog().find(column.sequence()).orElse(null)
                instanceof CatalogObject.Sequence sequence) {
            out.set("identity_generation", column.identity().toUpperCase(Locale.ROOT))
                    .set("identity_start", Long.toString(sequence.start()))
                    .set("identity_increment", Long.toString(sequence.increment()))
                    .set("identity_maximum", Long.toString(sequence.max()))
                    .set("identity_minimum", Long.toString(sequence.min()))
                    .set("identity_cycle", sequence.cycles() ? "YES" : "NO");
        }
    }

    /** The type with its lengths, as {@code columns} and {@code domains} tell it. */
    static void type(SqlType type, RowWriter out) {
        boolean isArray = type.kind() == SqlType.Kind.ARRAY;
        boolean isDefined = type.kind() == SqlType.Kind.ENUM || type.kind() == SqlType.Kind.RECORD;
        out.set("data_type", isArray ? "ARRAY" : isDefined ? "USER-DEFINED" : type.named().toString());
        boolean hasPrecision = type.precision() != SqlType.UNSPECIFIED;
        switch (type.kind()) {
            case SMALLINT -> number(16, 2, 0, out);
            case INTEGER -> number(32, 2, 0, out);
            case BIGINT -> number(64, 2, 0, out);
            case REAL -> number(24, 2, -1, out);
            case DOUBLE -> number(53, 2, -1, out);
            case NUMERIC -> {
                out.set("numeric_precision_radix", 10);
                if (hasPrecision) {
                    number(type.precision(), 10, type.scale(), out);
                }
            }
            case VARCHAR, CHAR -> {
                out.set("character_octet_length", hasPrecision ? type.precision() * CHARACTER_BYTES : TEXT_BYTES);
                if (hasPrecision) {
                    out.set("character_maximum_length", type.precision());
                }
            }
            case TEXT -> {
                if (type.guise() == null) {
                    out.set("character_octet_length", TEXT_BYTES);
                }
            }
            case BIT, VARBIT -> {
                if (hasPrecision) {
                    out.set("character_maximum_length", type.precision());
                }
            }
            case INTERVAL -> out.set("datetime_precision", hasPrecision ? type.precision() : 6);
            case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ ->
                out.set("datetime_precision", hasPrecision ? type.precision() : 6);
            case DATE -> out.set("datetime_precision", 0);
            case BOOLEAN, OID, BYTEA, UUID, JSON, JSONB, ARRAY, UNKNOWN, INET, CIDR, MACADDR, MONEY, PG_LSN, XID8,
                    PG_SNAPSHOT, ENUM,
                    RECORD, JSONPATH, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE, TSTZRANGE, DATERANGE, INT4MULTIRANGE,
                    INT8MULTIRANGE, NUMMULTIRANGE, TSMULTIRANGE, TSTZMULTIRANGE, DATEMULTIRANGE -> { }
        }
    }

    private static void number(int precision, int radix, int scale, RowWriter out) {
        out.set("numeric_precision", precision).set("numeric_precision_radix", radix);
        if (scale >= 0) {
            out.set("numeric_scale", scale);
        }
    }
}
