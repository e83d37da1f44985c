package dev.millrace.server.statement;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.planner.TuningChange;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.session.Execution;

/**
 * {@code WITH (history = '30 days')} of a table or materialized view: its changes are kept for so long, in an object of
 * the engine's that people do not see, and that goes with the relation.
 */
final class HistoryOption {

    static final String NAME = "history";

    private static final byte[] UNSEEN = {};

    private HistoryOption() {}

    /** @throws SqlException 22023 for an option of a table that there is not */
    static void checkTable(Map<String, String> options) {
        for (String option : options.keySet()) {
            if (option.equals("connector")) {
                throw SqlException.unsupported("a table fed by a connector");
            }
        }
        StorageOptions.TABLE.check(ofStorage(options));
    }

    /** Begins, changes or ends the history of a relation, as its options say now. */
    static void apply(CatalogObject.Relation relation, Schema schema, Map<String, String> options, Execution run) {
        String text = options.get(NAME);
        ObjectDefinition before = run.transaction().history(relation.id());
        if (text == null) {
            if (before != null) {
                run.transaction().drop(before.id());
            }
            return;
        }
        if (TemporarySchema.isTemporary(relation.schemaName())) {
            throw SqlException.unsupported("history of a temporary table");
        }
        long micros = Retention.micros(NAME, text, run);
        ObjectDefinition.History history = before == null
                ? new ObjectDefinition.History(relation.id(), schema, micros)
                : ((ObjectDefinition.History) before.body()).keptFor(micros);
        long id = before == null ? run.database().engine().nextObjectId() : before.id();
        run.transaction().create(new ObjectDefinition(id, history, UNSEEN));
    }

    /** ALTER TABLE ... SET (...), RESET (...). */
    static CatalogObject.Table alter(CatalogObject.Table table, Map<String, String> changed, Execution run)
            throws InterruptedException {
        checkTable(changed);
        Map<String, String> storage = ofStorage(changed);
        if (!storage.isEmpty()) {
            TuningHandler.apply(new TuningChange.Options(storage), table, table.id(), run);
        }
        if (storage.size() == changed.size()) {
            return table;
        }
        Map<String, String> options = new HashMap<>(table.options());
        changed.forEach((option, value) -> {
            if (value == null) {
                options.remove(option);
            } else if (option.equals(NAME)) {
                options.put(option, value);
            }
        });
        apply(table, table.schema(), options, run);
        return table.withOptions(options);
    }

    /** The other options of a table: how PostgreSQL would store it. */
    static Map<String, String> ofStorage(Map<String, String> options) {
        Map<String, String> others = new LinkedHashMap<>(options);
        others.remove(NAME);
        return others;
    }

    /** What the definition of a relation says of it. */
    static Map<String, String> shown(Map<String, String> options) {
        String text = options.get(NAME);
        return text == null ? Map.of() : Map.of(NAME, text);
    }
}
