package dev.millrace.server.pgcatalog;

import java.util.List;
import java.util.stream.Collectors;

import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.TriggerObject;

/** {@code pg_catalog.pg_trigger}. */
final class PgTrigger implements SystemRows {

    private static final int ROW = 1;
    private static final int BEFORE = 2;
    private static final int INSERT = 4;
    private static final int DELETE = 8;
    private static final int UPDATE = 16;
    private static final int TRUNCATE = 32;
    private static final int INSTEAD = 64;

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogObject object : source.catalog().objects()) {
            for (TriggerObject trigger : source.catalog().triggers(object.id())) {
                int kind = (trigger.isRow() ? ROW : 0) | timing(trigger)
                        | (trigger.events().contains("insert") ? INSERT : 0)
                        | (trigger.events().contains("delete") ? DELETE : 0)
                        | (trigger.events().contains("update") ? UPDATE : 0)
                        | (trigger.events().contains("truncate") ? TRUNCATE : 0);
                TriggerObject.Constraint constraint = trigger.constraint();
                List<Integer> columns = trigger.columns().stream().map(position -> position + 1).toList();
                out.set("oid", trigger.id())
                        .set("tgrelid", trigger.table())
                        .set("tgparentid", trigger.parent() == null ? 0 : trigger.parent())
                        .set("tgname", trigger.name())
                        .set("tgfoid", trigger.function())
                        .set("tgtype", kind)
                        .set("tgenabled", trigger.letter())
                        .set("tgisinternal", false)
                        .set("tgconstrrelid", constraint == null || constraint.from() == null ? 0 : constraint.from())
                        .set("tgconstraint", constraint == null ? 0 : trigger.id())
                        .set("tgdeferrable", constraint != null && constraint.isDeferrable())
                        .set("tginitdeferred", constraint != null && constraint.isDeferred())
                        .set("tgnargs", trigger.arguments().size())
                        .set("tgargs", trigger.arguments().stream()
                                .map(argument -> argument + '\0')
                                .collect(Collectors.joining()))
                        .set("tgattr", columns)
                        .set("tgqual", trigger.when())
                        .set("tgoldtable", trigger.tables().get("old"))
                        .set("tgnewtable", trigger.tables().get("new"))
                        .end();
            }
        }
    }

    private static int timing(TriggerObject trigger) {
        return switch (trigger.timing()) {
            case BEFORE -> BEFORE;
            case INSTEAD_OF -> INSTEAD;
            case AFTER -> 0;
        };
    }
}
