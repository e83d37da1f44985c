package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.LateKey;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.DomainObject;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.Inheritance;
import dev.millrace.server.catalog.TriggerObject;

/** {@code pg_catalog.pg_constraint}: keys, checks, foreign keys and constraint triggers. */
final class PgConstraint implements SystemRows {

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            if (object instanceof DomainObject domain) {
                for (CatalogObject.Check check : domain.checks()) {
                    common(source, check.id(), check.name(), 'c', domain.schemaName(), 0, out);
                    out.set("contypid", domain.id()).set("conbin", check.sql()).end();
                }
            }
            if (!(object instanceof CatalogObject.Table table)) {
                continue;
            }
            for (CatalogObject.Key key : Source.keys(table, source.catalog())) {
                LateKey late = Source.late(key, source.catalog());
                common(source, key.id(), key.name(), Source.kind(key, table, source.catalog()), table, out);
                out.set("condeferrable", late != null && late.isDeferrable());
                out.set("condeferred", late != null && late.isDeferred());
                out.set("conindid", key.id())
                        .set("connoinherit", true)
                        .set("conkey", numbers(key.columns()))
                        .end();
            }
            for (ForeignKey key : source.catalog().foreignKeys(table.id())) {
                common(source, key.id(), key.name(), 'f', table, out);
                out.set("conindid", key.referencedKey())
                        .set("connoinherit", true)
                        .set("confrelid", key.referenced())
                        .set("confupdtype", key.onUpdate().letter())
                        .set("confdeltype", key.onDelete().letter())
                        .set("convalidated", !Boolean.TRUE.equals(key.isNotValid()))
                        .set("condeferrable", key.isDeferrable())
                        .set("condeferred", key.isDeferred())
                        .set("confmatchtype", key.isFull() ? 'f' : 's')
                        .set("conkey", numbers(key.columns()))
                        .set("confkey", numbers(key.referencedColumns()))
                        .end();
            }
            for (TriggerObject trigger : source.catalog().triggers(table.id())) {
                if (trigger.constraint() != null) {
                    common(source, trigger.id(), trigger.name(), 't', table, out);
                    out.set("connoinherit", true)
                            .set("condeferrable", trigger.constraint().isDeferrable())
                            .set("condeferred", trigger.constraint().isDeferred())
                            .end();
                }
            }
            for (CatalogObject.Check check : table.checks()) {
                common(source, check.id(), check.name(), 'c', table, out);
                List<Integer> columns = numbers(source.columnsOf(check.sql(), table.id()));
                if (!columns.isEmpty()) {
                    out.set("conkey", columns);
                }
                out.set("conbin", source.expressionText(check.sql(), object.id(), SqlType.BOOLEAN))
                        .set("convalidated", !Boolean.TRUE.equals(check.isNotValid()))
                        .set("connoinherit", Boolean.TRUE.equals(check.isNoInherit()))
                        .set("conislocal", Inheritance.isLocal(table, check))
                        .set("coninhcount", Inheritance.checkCount(table, check.name(), source.catalog()))
                        .end();
            }
        }
    }

    private static List<Integer> numbers(List<Integer> columns) {
        return columns.stream().map(column -> column + 1).toList();
    }

    private static void common(
            Source source, long oid, String name, char type, CatalogObject.Table table, RowWriter out) {
        common(source, oid, name, type, table.schemaName(), table.id(), out);
    }

    private static void common(
            Source source, long oid, String name, char type, String schema, long table, RowWriter out) {
        out.set("oid", oid)
                .set("conname", name)
                .set("connamespace", source.catalog().schemaOid(schema))
                .set("contype", type)
                .set("convalidated", true)
                .set("conrelid", table)
                .set("confupdtype", ' ')
                .set("confdeltype", ' ')
                .set("confmatchtype", ' ')
                .set("conislocal", true);
    }
}
