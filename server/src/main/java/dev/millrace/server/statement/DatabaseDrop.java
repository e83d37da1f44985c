package dev.millrace.server.statement;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.DatabaseChange;
import dev.millrace.server.catalog.AccessObject;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.Comment;
import dev.millrace.server.catalog.DatabaseObject;
import dev.millrace.server.catalog.KeptSettings;
import dev.millrace.server.catalog.Rights;
import dev.millrace.server.session.Databases;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.TransactionBlock;
import dev.millrace.server.wire.ServerMessage;

/** DROP DATABASE: nobody may enter it any more, nobody may be in it, and all that lies in it goes with it. */
final class DatabaseDrop {

    /** As PostgreSQL waits. */
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int POLL_MILLIS = 5;

    private final Execution run;
    private final TransactionBlock transaction;
    private final Databases databases;

    DatabaseDrop(Execution run) {
        this.run = run;
        this.transaction = run.session().transaction();
        this.databases = run.database().siblings();
    }

    void drop(DatabaseChange.Drop drop) throws InterruptedException {
        transaction.checkOutside("DROP DATABASE");
        if (drop.ifExists() && run.catalog().snapshot().database(drop.name()).isEmpty()) {
            run.session().notice(ServerMessage.notice("database \"" + drop.name() + "\" does not exist, skipping"));
            return;
        }
        DatabaseObject object = DatabaseHandler.find(drop.name(), run);
        DatabaseHandler.checkOwner(object, run);
        check(object);
        databases.close(object.id());
        try {
            if (drop.isForced()) {
                endSessions(object);
            }
            checkUnused(object, run);
            dropContents(databases.contents(object));
            dropNoted(object);
            // Here, for whoever comes now must not find what is about to go.
            transaction.commit(run.cancellation());
            databases.forget(object.id());
        } finally {
            databases.reopen(object.id());
        }
    }

    private void check(DatabaseObject object) {
        if (object.isTemplate()) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "cannot drop a template database");
        }
        if (object.id() == run.database().id()) {
            throw new SqlException(SqlState.OBJECT_IN_USE, "cannot drop the currently open database");
        }
        if (object.isInitial()) {
            throw new SqlException(
                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                    "cannot drop " + object + " because it is required by the database system");
        }
    }

    /**
     * Waits for sessions that are about to end: a client that has hung up is not gone before that is noticed.
     *
     * @throws SqlException 55006 when some stay
     */
    static void checkUnused(DatabaseObject object, Execution run) throws InterruptedException {
        Databases databases = run.database().siblings();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (databases.sessionsIn(object.id()) > 0 && System.nanoTime() < end) {
            run.cancellation().check();
            Thread.sleep(POLL_MILLIS);
        }
        long sessions = databases.sessionsIn(object.id());
        if (sessions > 0) {
            throw new SqlException(
                    SqlState.OBJECT_IN_USE,
                    "database \"" + object.databaseName() + "\" is being accessed by other users")
                    .withDetail(sessions == 1
                            ? "There is 1 other session using the database."
                            : "There are " + sessions + " other sessions using the database.");
        }
    }

    private void endSessions(DatabaseObject object) {
        SqlException reason = new SqlException(
                SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
        for (Session session : run.database().sessions().get()) {
            if (session.database().id() == object.id()) {
                session.end(reason);
            }
        }
    }

    /** What depends on something goes before it. */
    private void dropContents(CatalogSnapshot contents) {
        Set<Long> gone = new HashSet<>();
        for (CatalogObject object : contents.own()) {
            drop(object, contents, gone);
        }
    }

    private void drop(CatalogObject object, CatalogSnapshot contents, Set<Long> gone) {
        if (!gone.add(object.id())) {
            return;
        }
        for (CatalogObject dependant : contents.dependants(object)) {
            drop(dependant, contents, gone);
        }
        transaction.engineTransaction().drop(object.id());
    }

    /** The database itself, what was granted on it, and what its sessions were to begin with. */
    private void dropNoted(DatabaseObject object) throws InterruptedException {
        for (CatalogObject noted : List.copyOf(run.catalog().snapshot().all())) {
            boolean isSaid = noted instanceof Comment comment && comment.object() == object.id();
            boolean isOfIt = isSaid || noted instanceof AccessObject access && switch (access) {
                case Rights rights -> rights.object() == object.id();
                case KeptSettings kept -> kept.database() == object.id();
                case AccessObject other -> other.id() == object.id();
            };
            if (isOfIt) {
                transaction.drop(noted, run.cancellation());
            }
        }
    }
}
