package dev.millrace.server.pgcatalog;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.DomainObject;

/** {@code information_schema.domains}, and with {@code constraints} {@code domain_constraints}. */
final class InformationDomains implements SystemRows {

    private final boolean constraints;

    InformationDomains(boolean constraints) {
        this.constraints = constraints;
    }

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof DomainObject domain) {
                if (constraints) {
                    constraints(domain, source, out);
                } else {
                    domain(domain, source, out);
                }
            }
        }
    }

    private static void named(DomainObject domain, Source source, RowWriter out) {
        out.set("domain_catalog", source.tables().databaseName())
                .set("domain_schema", domain.schemaName())
                .set("domain_name", domain.name());
    }

    private static void domain(DomainObject domain, Source source, RowWriter out) {
        named(domain, source, out);
        out.set("domain_default", source.defaultText(domain.defaultSql(), domain.base()))
                .set("udt_catalog", source.tables().databaseName())
                .set("dtd_identifier", "1");
        CatalogObject parent = domain.parent() == null ? null : source.catalog().find(domain.parent()).orElseThrow();
        if (parent == null) {
            TypePlaces.Place base = new TypePlaces(source.catalog()).of(domain.base());
            out.set("udt_schema", base.schema()).set("udt_name", base.name());
            InformationColumns.type(domain.base(), out);
        } else {
            out.set("udt_schema", parent.schemaName())
                    .set("udt_name", parent.name())
                    .set("data_type", "USER-DEFINED");
        }
        out.end();
    }

    private static void constraints(DomainObject domain, Source source, RowWriter out) {
        for (CatalogObject.Check check : domain.checks()) {
            named(domain, source, out);
            out.set("constraint_catalog", source.tables().databaseName())
                    .set("constraint_schema", domain.schemaName())
                    .set("constraint_name", check.name())
                    .set("is_deferrable", "NO")
                    .set("initially_deferred", "NO")
                    .end();
        }
    }
}
