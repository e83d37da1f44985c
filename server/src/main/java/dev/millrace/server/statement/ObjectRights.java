package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.server.catalog.Acl;
import dev.millrace.server.catalog.AclEntry;
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.DefaultRights;
import dev.millrace.server.catalog.Rights;
import dev.millrace.server.catalog.Roles;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.TransactionBlock;

/** Writes down whose an object is and what was granted on it: an object of its own, which goes with it. */
final class ObjectRights {

    private final Execution run;
    private final TransactionBlock transaction;

    ObjectRights(Execution run) {
        this.run = run;
        this.transaction = run.session().transaction();
    }

    private Roles roles() {
        return run.catalog().snapshot().roles();
    }

    /** @param column number from 1, or 0 for the object; {@code acl}: null for what such objects begin with */
    void set(long object, int column, long owner, Acl acl) throws InterruptedException {
        Optional<Rights> before = roles().rights(object, column);
        List<AclEntry> entries = acl == null ? null : acl.entries();
        if (column > 0 && acl != null && entries.isEmpty()) {
            if (before.isPresent()) {
                transaction.drop(before.get(), run.cancellation());
            }
            return;
        }
        long id = before.isPresent() ? before.get().id() : run.database().engine().nextObjectId();
        Rights rights = new Rights(id, object, column, column > 0 ? 0 : owner, entries);
        if (before.isEmpty()) {
            create(rights);
        } else if (!before.get().equals(rights)) {
            Redefinition.of(rights, run);
        }
    }

    void create(CatalogObject object) throws InterruptedException {
        transaction.create(object, new ObjectDefinition.Described(), run.cancellation());
    }

    /** The object, what belongs to it, and the grants that its owner has made, are another one's from now on. */
    void changeOwner(CatalogObject object, long newOwner) throws InterruptedException {
        changeOwner(object.id(), newOwner);
        if (object instanceof CatalogObject.Relation) {
            for (CatalogObject.Sequence sequence : run.catalog().snapshot().sequencesOf(object.id())) {
                changeOwner(sequence.id(), newOwner);
            }
        }
    }

    void changeOwner(long object, long newOwner) throws InterruptedException {
        long owner = roles().owner(object);
        if (owner == newOwner) {
            return;
        }
        List<Rights> all = roles().rights().stream().filter(rights -> rights.object() == object).toList();
        set(object, 0, newOwner, owned(roles().rights(object, 0).map(Rights::grants).orElse(null), owner, newOwner));
        for (Rights column : all) {
            if (column.column() > 0) {
                set(object, column.column(), 0, owned(column.grants(), owner, newOwner));
            }
        }
    }

    private static Acl owned(List<AclEntry> entries, long owner, long newOwner) {
        return entries == null ? null : new Acl(entries).ownedBy(owner, newOwner);
    }

    /** What a role was granted, and has granted, on anything and for later. */
    void forget(long role) throws InterruptedException {
        for (Rights rights : new ArrayList<>(roles().rights())) {
            if (rights.grants() != null) {
                Acl left = new Acl(rights.grants()).without(role);
                if (left.entries().size() < rights.grants().size()) {
                    set(rights.object(), rights.column(), rights.owner(), left);
                }
            }
        }
        for (DefaultRights rights : new ArrayList<>(roles().defaults())) {
            Acl left = new Acl(rights.grants()).without(role);
            if (rights.role() == role) {
                transaction.drop(rights, run.cancellation());
            } else if (left.entries().size() < rights.grants().size()) {
                Redefinition.of(
                        new DefaultRights(
                                rights.id(), rights.role(), rights.schema(), rights.kind(), left.entries()), run);
            }
        }
    }
}
