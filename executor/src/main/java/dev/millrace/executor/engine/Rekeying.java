package dev.millrace.executor.engine;

import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.relation.RelationLayout;

/**
 * A table gets a key when it has rows already. Rows lie by their key, so that they are written once more: into a unique
 * index by that key, which is built as any other is, beside the clock. In the epoch of the table's new definition the
 * table takes over what the index holds, and there is no index any more. Flows over the table see nothing of that,
 * because no row has come or gone.
 */
public final class Rekeying {

    /** No object of people's: told by that from an index that stays. */
    private static final byte[] UNSEEN = {};

    private Rekeying() {}

    /**
     * Begins to give a table a key; rows have it already, each its own, and without NULL.
     *
     * @param schema of the table from now on
     * @param number a new object's
     * @return what the table is to be defined as
     */
    public static ObjectDefinition.Body begin(
            Transaction transaction, long table, Schema schema, List<Integer> key, long number) {
        ObjectDefinition.Table before = (ObjectDefinition.Table) transaction.definition(table).body();
        transaction.create(new ObjectDefinition(
                number, new ObjectDefinition.Index(table, schema, key, List.of(), true, before.later()), UNSEEN));
        return new ObjectDefinition.Table(schema, key, before.later());
    }

    /** The index that a table is going to take over; null where there is none among the objects. */
    static ObjectDefinition successor(long table, List<ObjectDefinition> created) {
        for (int i = created.size() - 1; i >= 0; i--) {
            if (isOf(table, created.get(i))) {
                return created.get(i);
            }
        }
        return null;
    }

    private static boolean isOf(long table, ObjectDefinition object) {
        return isSuccessor(object) && ((ObjectDefinition.Index) object.body()).relation() == table;
    }

    static boolean isSuccessor(ObjectDefinition object) {
        return object.body() instanceof ObjectDefinition.Index && object.attachment().length == 0;
    }

    /** What the rows are called by whose they will be. */
    static byte[] attachment(ObjectDefinition object, Database database) {
        return isSuccessor(object)
                ? database.objects().get(((ObjectDefinition.Index) object.body()).relation()).attachment()
                : object.attachment();
    }

    /** Whether a table was made with its key in the same epoch, so that there is nothing to take over. */
    static boolean isNeedless(ObjectDefinition object, Database database) {
        return isSuccessor(object) && !database.relations()
                .get(((ObjectDefinition.Index) object.body()).relation()).layout().isBag();
    }

    /** The tables of a record take over what was built for them. */
    static void finish(CommitRecord record, Database database) {
        for (ObjectDefinition object : record.created()) {
            if (isSuccessor(object) && database.objects().containsKey(object.id())) {
                database.succeed(((ObjectDefinition.Index) object.body()).relation(), object.id());
            }
        }
    }

    /** A table's definition for rows that do not lie by its key yet. */
    static ObjectDefinition asLying(ObjectDefinition object, RelationLayout layout) {
        return layout.isBag() ? withoutKey(object) : object;
    }

    static ObjectDefinition withoutKey(ObjectDefinition object) {
        return object.body() instanceof ObjectDefinition.Table table
                ? new ObjectDefinition(
                        object.id(), new ObjectDefinition.Table(table.schema(), List.of(), table.later()),
                        object.attachment())
                : object;
    }
}
