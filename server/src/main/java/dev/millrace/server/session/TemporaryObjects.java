package dev.millrace.server.session;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.executor.engine.QueryRun;
import dev.millrace.executor.engine.Snapshot;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.AccessObject;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.ForeignKey;
import dev.millrace.server.catalog.TemporarySchema;
import dev.millrace.server.catalog.TriggerObject;
import dev.millrace.server.catalog.Tuning;

/**
 * A session's temporary tables and views. They are objects like all others, in a schema of the session's own, so that
 * transactions, indexes and sequences do with them what they do elsewhere; here is what ends them: a commit, the
 * session, or, where that could not, the server's next start.
 */
public final class TemporaryObjects {

    /** The option of a table that says what a commit does to it. */
    public static final String ON_COMMIT = "on commit";

    public static final String DELETE_ROWS = "delete rows";
    public static final String DROP = "drop";

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryObjects.class);

    private final TransactionBlock transaction;
    private final Database database;
    private final String schema;
    /** Null before there is any: what is left of earlier ones goes all at once. */
    private Session session;

    TemporaryObjects(TransactionBlock transaction, Database database, String schema) {
        this.transaction = transaction;
        this.database = database;
        this.schema = schema;
    }

    void of(Session owner) {
        session = owner;
    }

    /** Creates the session's schema when this is the first object in it. */
    public void ensureSchema(Cancellation cancellation) throws InterruptedException {
        if (!transaction.catalog().hasSchema(schema)) {
            transaction.create(
                    new CatalogObject.Namespace(database.engine().nextObjectId(), schema),
                    new ObjectDefinition.Described(), cancellation);
        }
    }

    /** @throws SqlException 0A000 for an object that stays and needs one that goes */
    void checkUse(CatalogObject object) {
        if (TemporarySchema.isTemporary(object.schemaName()) || object instanceof Comment
                || object instanceof AccessObject || object instanceof Tuning) {
            return;
        }
        long whole = switch (object) {
            case ForeignKey key -> key.table();
            case TriggerObject trigger -> trigger.table();
            case CatalogObject other -> other.id();
        };
        if (transaction.catalog().find(whole).filter(TemporaryObjects::isTemporary).isPresent()) {
            return;
        }
        List<Long> needed = new ArrayList<>(object.dependencies());
        if (object instanceof CatalogObject.Table table) {
            table.columns().stream().map(CatalogObject.Column::sequence).filter(Objects::nonNull).forEach(needed::add);
        }
        for (long id : needed) {
            if (transaction.catalog().find(id).filter(TemporaryObjects::isTemporary).isPresent()) {
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        object.kindName() + "s must not use temporary "
                                + (object instanceof CatalogObject.Table ? "objects" : "tables or views"));
            }
        }
    }

    /** @throws SqlException 25006 in a read-only transaction, where only temporary tables are written */
    public void checkWritable(String command, long relation) {
        if (transaction.isReadOnly()
                && transaction.catalog().find(relation).filter(TemporaryObjects::isTemporary).isEmpty()) {
            transaction.checkWritable(command);
        }
    }

    public static boolean isTemporary(CatalogObject object) {
        return TemporarySchema.isTemporary(object.schemaName());
    }

    // ---- the end of a transaction -----------------------------------------------------------------------------------

    /** Does to each table what its ON COMMIT says. */
    void beforeCommit(Cancellation cancellation) throws InterruptedException {
        emptyTables();
        for (CatalogObject object : transaction.catalog().inSchema(schema)) {
            CatalogObject now = transaction.catalog().find(object.id()).orElse(null);
            if (now instanceof CatalogObject.Table table && DROP.equals(table.options().get(ON_COMMIT))) {
                database.runner().dropQuietly(table, new Execution(session, "", List.of(), cancellation));
            }
        }
    }

    /** ON COMMIT DELETE ROWS. */
    void emptyTables() {
        for (CatalogObject object : transaction.catalog().inSchema(schema)) {
            if (!(object instanceof CatalogObject.Table table)
                    || !DELETE_ROWS.equals(table.options().get(ON_COMMIT))) {
                continue;
            }
            if (table.isPartition()) {
                database.runner().emptyPartition(table, new Execution(session, "", List.of(), Cancellation.NONE));
            } else {
                DeltaBatch rows = rows(table);
                if (!rows.isEmpty()) {
                    transaction.engineTransaction().write(table.id(), rows.negate());
                }
            }
        }
    }

    private DeltaBatch rows(CatalogObject.Table table) {
        Schema columns = table.schema();
        Plan scan = new Plan.Scan(
                "on commit", table.id(), IntStream.range(0, columns.size()).boxed().toList(), columns);
        QueryPlan plan = new QueryPlan(scan, List.of(), null, null, columns, List.of(), List.of());
        try (QueryRun run = database.engine().query(
                plan, ZoneOffset.UTC, transaction.engineTransaction(), Cancellation.NONE)) {
            return DeltaBatch.concat(columns, List.of(run.all()));
        }
    }

    // ---- the end of all ---------------------------------------------------------------------------------------------

    /** Drops all of them, and the schema, in the transaction that is. */
    public void dropAll(Cancellation cancellation) throws InterruptedException {
        CatalogObject namespace = transaction.catalog().namespace(schema).orElse(null);
        if (namespace != null) {
            drop(namespace, cancellation);
        }
    }

    private void drop(CatalogObject object, Cancellation cancellation) throws InterruptedException {
        for (CatalogObject dependant : transaction.catalog().dependants(object)) {
            drop(dependant, cancellation);
        }
        if (transaction.catalog().find(object.id()).isPresent()) {
            transaction.drop(object, cancellation);
        }
    }

    /** What cannot be dropped now, because the server ends too, goes when it starts again. */
    void sessionEnds() {
        try {
            boolean isNeeded;
            try (Snapshot newest = database.engine().snapshot()) {
                isNeeded = database.catalogs().of(newest).hasSchema(schema);
            }
            if (isNeeded) {
                dropAll(Cancellation.NONE);
                transaction.commit(Cancellation.NONE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("temporary objects in {} are left for the next start", schema, e);
        } finally {
            transaction.rollback();
        }
    }

    /** Before the first session: drops what sessions of an earlier run of the server have left. */
    public static void clear(Database database, Settings settings) {
        CatalogSnapshot catalog;
        try (Snapshot newest = database.engine().snapshot()) {
            catalog = database.catalogs().of(newest);
        }
        for (String schema : catalog.schemaNames()) {
            if (TemporarySchema.isTemporary(schema)) {
                Listening nothing = new Listening(database.channels(), () -> { }, reason -> { });
                new TransactionBlock(
                                database, settings, new Portals(), schema, nothing, database.advisoryLocks().holder(0))
                        .temporary()
                        .sessionEnds();
            }
        }
    }
}
