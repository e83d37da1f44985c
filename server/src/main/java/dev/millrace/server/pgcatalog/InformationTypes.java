package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CompositeType;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.wire.WireTypes;

/** Types that people made, and what has values of which type, as the standard's schema shows them. */
final class InformationTypes {

    private InformationTypes() {}

    // ---- composite types --------------------------------------------------------------------------------------------

    /** {@code information_schema.user_defined_types}. */
    static void defined(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CompositeType type) {
                out.set("user_defined_type_catalog", source.tables().databaseName())
                        .set("user_defined_type_schema", type.schemaName())
                        .set("user_defined_type_name", type.name())
                        .set("user_defined_type_category", "STRUCTURED")
                        .set("is_instantiable", "YES")
                        .end();
            }
        }
    }

    /** {@code information_schema.attributes}. */
    static void attributes(Source source, RowWriter out) {
        TypePlaces types = new TypePlaces(source.catalog());
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof CompositeType type) {
                for (int i = 0; i < type.attributes().size(); i++) {
                    RowType.Field attribute = type.attributes().get(i);
                    TypePlaces.Place place = types.of(attribute.type());
                    out.set("udt_catalog", source.tables().databaseName())
                            .set("udt_schema", type.schemaName())
                            .set("udt_name", type.name())
                            .set("attribute_name", attribute.name())
                            .set("ordinal_position", i + 1)
                            .set("is_nullable", "YES")
                            .set("attribute_udt_catalog", source.tables().databaseName())
                            .set("attribute_udt_schema", place.schema())
                            .set("attribute_udt_name", place.name())
                            .set("dtd_identifier", Integer.toString(i + 1))
                            .set("is_derived_reference_attribute", "NO");
                    InformationColumns.type(attribute.type(), out);
                    out.end();
                }
            }
        }
    }

    // ---- what has a type --------------------------------------------------------------------------------------------

    /** Something that has a type. */
    @FunctionalInterface
    private interface Described {
        /** @param kind the standard's word for the object; {@code identifier}: of the type among the object's */
        void is(String schema, String name, String kind, String identifier, long type);
    }

    private static void all(Source source, Described out) {
        for (Source.Relation relation : source.relations()) {
            if (relation.kind() == 'm') {
                continue;
            }
            String kind = relation.kind() == 'c' ? "USER-DEFINED TYPE" : "TABLE";
            List<CatalogObject.Column> columns =
                    PgAttribute.columns(source.catalog().find(relation.oid()).orElse(null));
            for (int i = 0; i < relation.columns().size(); i++) {
                if (i >= columns.size() || !columns.get(i).isDropped()) {
                    out.is(relation.schema(), relation.name(), kind, Integer.toString(i + 1),
                            WireTypes.oid(relation.columns().field(i).type()));
                }
            }
        }
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof DomainObject domain) {
                out.is(domain.schemaName(), domain.name(), "DOMAIN", "1", WireTypes.oid(domain.base()));
            }
        }
        for (CatalogFunction function : InformationRoutines.all(source)) {
            String name = InformationRoutines.specificName(function);
            if (function.kind() != 'p') {
                out.is(function.schema(), name, "ROUTINE", "0", function.result());
            }
            int number = 0;
            for (CatalogFunction.Parameter parameter : function.parameters()) {
                number++;
                out.is(function.schema(), name, "ROUTINE", Integer.toString(number), parameter.type());
            }
        }
    }

    private static void object(
            Source source, String schema, String name, String kind, RowWriter out) {
        out.set("object_catalog", source.tables().databaseName())
                .set("object_schema", schema)
                .set("object_name", name)
                .set("object_type", kind);
    }

    /** {@code information_schema.data_type_privileges}: whose types can be looked at. */
    static void privileges(Source source, RowWriter out) {
        all(source, (schema, name, kind, identifier, type) -> {
            object(source, schema, name, kind, out);
            out.set("dtd_identifier", identifier).end();
        });
    }

    /** {@code information_schema.element_types}: of what is an array. */
    static void elements(Source source, RowWriter out) {
        TypePlaces types = new TypePlaces(source.catalog());
        all(source, (schema, name, kind, identifier, type) -> {
            TypePlaces.Place array = types.find(type);
            TypePlaces.Place element = array == null || !array.isArray() ? null : types.find(array.element());
            if (element != null) {
                object(source, schema, name, kind, out);
                out.set("collection_type_identifier", identifier)
                        .set("data_type", element.dataType())
                        .set("udt_catalog", source.tables().databaseName())
                        .set("udt_schema", element.schema())
                        .set("udt_name", element.name())
                        .set("dtd_identifier", "a" + identifier)
                        .end();
            }
        });
    }

    // ---- which types are used where ---------------------------------------------------------------------------------

    /** {@code information_schema.column_udt_usage}: types that one owns, and the columns that are of them. */
    static void usedInColumns(Source source, RowWriter out) {
        TypePlaces types = new TypePlaces(source.catalog());
        eachColumn(source, (object, column) -> {
            SqlType type = column.type();
            boolean isMine = type.enumType() != null || type.rowType() != null && type.rowType().isNamed();
            if (isMine || source.authority().isSuperuser()) {
                TypePlaces.Place place = types.of(type);
                out.set("udt_catalog", source.tables().databaseName())
                        .set("udt_schema", place.schema())
                        .set("udt_name", place.name());
                column(source, object, column, out);
                out.end();
            }
        });
    }

    /** {@code information_schema.column_domain_usage}. */
    static void domainsInColumns(Source source, RowWriter out) {
        eachColumn(source, (object, column) -> {
            if (column.domain() != null) {
                DomainObject domain = (DomainObject) source.catalog().find(column.domain()).orElseThrow();
                domain(source, domain, out);
                column(source, object, column, out);
                out.end();
            }
        });
    }

    /** {@code information_schema.domain_udt_usage}: what domains are made of. */
    static void usedInDomains(Source source, RowWriter out) {
        TypePlaces types = new TypePlaces(source.catalog());
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof DomainObject domain) {
                TypePlaces.Place base =
                        domain.parent() == null ? types.of(domain.base()) : types.find(domain.parent());
                if (!base.schema().equals("pg_catalog") || source.authority().isSuperuser()) {
                    out.set("udt_catalog", source.tables().databaseName())
                            .set("udt_schema", base.schema())
                            .set("udt_name", base.name());
                    domain(source, domain, out);
                    out.end();
                }
            }
        }
    }

    /** {@code information_schema.column_column_usage}: what generated columns are computed from. */
    static void usedByGenerated(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            List<CatalogObject.Column> columns = PgAttribute.columns(object);
            Map<String, List<Integer>> generated = new TreeMap<>();
            for (CatalogObject.Column column : columns) {
                if (column.generatedSql() != null) {
                    generated.put(column.name(), source.columnsOf(column.generatedSql(), object.id()));
                }
            }
            generated.forEach((name, used) -> used.forEach(position ->
                    out.set("table_catalog", source.tables().databaseName())
                            .set("table_schema", object.schemaName())
                            .set("table_name", object.name())
                            .set("column_name", columns.get(position).name())
                            .set("dependent_column", name)
                            .end()));
        }
    }

    @FunctionalInterface
    private interface Columns {
        void is(CatalogObject object, CatalogObject.Column column);
    }

    private static void eachColumn(Source source, Columns out) {
        for (CatalogObject object : source.catalog().objects()) {
            List<CatalogObject.Column> columns = PgAttribute.columns(object);
            columns.stream().filter(column -> !column.isDropped()).forEach(column -> out.is(object, column));
        }
    }

    private static void domain(Source source, DomainObject domain, RowWriter out) {
        out.set("domain_catalog", source.tables().databaseName())
                .set("domain_schema", domain.schemaName())
                .set("domain_name", domain.name());
    }

    private static void column(Source source, CatalogObject object, CatalogObject.Column column, RowWriter out) {
        out.set("table_catalog", source.tables().databaseName())
                .set("table_schema", object.schemaName())
                .set("table_name", object.name())
                .set("column_name", column.name());
    }
}
