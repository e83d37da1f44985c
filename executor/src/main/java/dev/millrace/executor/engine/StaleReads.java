package dev.millrace.executor.engine;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.relation.KeyRange;
import dev.millrace.executor.relation.RelationSnapshot;
import dev.millrace.executor.relation.RelationStore;

/** Whether what a transaction read is still so. */
final class StaleReads {

    private StaleReads() {}

    /** Whether anything in the ranges was changed after the epoch; an object that is gone counts as changed. */
    static boolean areIn(Database database, long since, Map<Long, List<KeyRange>> reads) {
        for (Map.Entry<Long, List<KeyRange>> read : reads.entrySet()) {
            RelationStore store = database.relations().get(read.getKey());
            if (store == null) {
                if (!database.objects().containsKey(read.getKey())) {
                    return true;
                }
                continue;
            }
            if (store.lastChange() <= since) {
                continue;
            }
            RelationSnapshot now = store.snapshot();
            for (KeyRange range : read.getValue()) {
                if (store.isForgottenSince(since) || now.hasChangedSince(since, range)) {
                    return true;
                }
            }
        }
        return false;
    }
}
