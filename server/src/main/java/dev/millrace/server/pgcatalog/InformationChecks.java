package dev.millrace.server.pgcatalog;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.DomainObject;

/**
 * {@code information_schema.check_constraints}: CHECK, of tables and domains, and NOT NULL of columns, for which the
 * standard has no other place.
 */
final class InformationChecks implements SystemRows {

    /** The name that NOT NULL has as a constraint. @param number of the column, from 1 */
    static String notNull(CatalogObject object, int number, Source source) {
        return source.catalog().schemaOid(object.schemaName()) + "_" + object.id() + "_" + number + "_not_null";
    }

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof DomainObject domain) {
                for (CatalogObject.Check check : domain.checks()) {
                    row(object, check.name(), "(" + source.domainText(check, domain) + ")", source, out);
                }
            } else if (object instanceof CatalogObject.Table table) {
                for (CatalogObject.Check check : table.checks()) {
                    String text = source.expressionText(check.sql(), table.id(), SqlType.BOOLEAN);
                    row(object, check.name(), "(" + text + ")", source, out);
                }
                for (int i = 0; i < table.columns().size(); i++) {
                    if (isNotNull(table, i)) {
                        Schema.Field field = table.schema().field(i);
                        row(object, notNull(table, i + 1, source), field.name() + " IS NOT NULL", source, out);
                    }
                }
            }
        }
    }

    static boolean isNotNull(CatalogObject.Table table, int column) {
        return !table.columns().get(column).isDropped() && !table.columns().get(column).nullable();
    }

    private static void row(CatalogObject object, String name, String clause, Source source, RowWriter out) {
        out.set("constraint_catalog", source.tables().databaseName())
                .set("constraint_schema", object.schemaName())
                .set("constraint_name", name)
                .set("check_clause", clause)
                .end();
    }
}
