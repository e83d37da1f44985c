package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.plan.RowType;
import dev.millrace.planner.Domain;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.NamedType;
import dev.millrace.server.catalog.RowTypes;
import dev.millrace.server.catalog.SessionCatalog;

/** Names and numbers of types, of the system and of CREATE TYPE and CREATE DOMAIN, as a session sees them. */
final class TypeAnswers {

    private final CatalogSnapshot catalog;
    private final SessionCatalog visible;

    TypeAnswers(CatalogSnapshot catalog, SessionCatalog visible) {
        this.catalog = catalog;
        this.visible = visible;
    }

    /** With its schema where the session does not find it without; null when there is no such type. */
    String name(long oid) {
        String known = SystemTypes.sqlName(oid);
        if (known != null) {
            return known;
        }
        if (catalog.find(oid).orElse(null) instanceof DomainObject domain) {
            return written(domain.schemaName(), domain.name(), isFound(domain));
        }
        CatalogObject rows = rows(oid);
        if (rows != null) {
            return written(rows.schemaName(), rows.name(), isFound(rows)) + (RowType.isOfArrays(oid) ? "[]" : "");
        }
        NamedType type = catalog.typeOf(oid).orElse(null);
        return type == null
                ? null
                : written(type.schemaName(), type.name(), isFound(type)) + (type.id() == oid ? "" : "[]");
    }

    /** What has the fields of the rows of a type; null for other types. */
    private CatalogObject rows(long oid) {
        return catalog.find(RowType.relation(oid)).filter(object -> RowTypes.of(object).isPresent()).orElse(null);
    }

    private boolean isFound(CatalogObject rows) {
        return visible.rowType(List.of(rows.name())).filter(found -> found.relation() == rows.id()).isPresent();
    }

    private static String written(String schema, String name, boolean isFound) {
        return (isFound ? "" : WrittenName.quoted(schema) + ".") + WrittenName.quoted(name);
    }

    private boolean isFound(DomainObject domain) {
        return visible.domain(List.of(domain.name())).filter(found -> found.id() == domain.id()).isPresent();
    }

    private boolean isFound(NamedType type) {
        return visible.enumType(List.of(type.name())).filter(type.definition()::equals).isPresent();
    }

    /** Null when there is no such type. */
    Boolean isVisible(long oid) {
        if (SystemTypes.sqlName(oid) != null) {
            return true;
        }
        if (catalog.find(oid).orElse(null) instanceof DomainObject domain) {
            return isFound(domain);
        }
        CatalogObject rows = rows(oid);
        return rows != null ? Boolean.valueOf(isFound(rows)) : catalog.typeOf(oid).map(this::isFound).orElse(null);
    }

    /** Null when there is no such type. */
    Long number(String name) {
        Long known = SystemTypes.number(name);
        if (known != null) {
            return known;
        }
        boolean isArray = name.endsWith("[]");
        return visible.enumType(WrittenName.parts(isArray ? name.substring(0, name.length() - 2) : name))
                .map(type -> isArray ? type.arrayId() : type.id())
                .or(() -> visible.rowType(WrittenName.parts(isArray ? name.substring(0, name.length() - 2) : name))
                        .map(row -> isArray ? row.arrayId() : row.id()))
                .or(() -> visible.domain(WrittenName.parts(name)).map(Domain::id))
                .orElse(null);
    }
}
