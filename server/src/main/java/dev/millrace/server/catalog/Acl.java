package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/** An object's grants, and how GRANT and REVOKE change them; PostgreSQL's {@code aclitem[]}. Immutable. */
public record Acl(List<AclEntry> entries) {

    public Acl {
        entries = List.copyOf(entries);
    }

    /** What an object begins with. */
    public static Acl initial(Grantable kind, long owner) {
        List<AclEntry> entries = new ArrayList<>();
        if (!kind.everybodysLetters().isEmpty()) {
            entries.add(new AclEntry(AclEntry.EVERYBODY, owner, kind.everybodysLetters(), ""));
        }
        if (kind != Grantable.COLUMN) {
            entries.add(new AclEntry(owner, owner, kind.allLetters(), ""));
        }
        return new Acl(entries);
    }

    /** @param isMine whether a grantee's rights are those of who asks */
    Set<Privilege> privileges(LongPredicate isMine) {
        Set<Privilege> all = EnumSet.noneOf(Privilege.class);
        for (AclEntry entry : entries) {
            if (entry.grantee() == AclEntry.EVERYBODY || isMine.test(entry.grantee())) {
                all.addAll(entry.privileges());
            }
        }
        return all;
    }

    boolean allows(Privilege privilege, LongPredicate isMine) {
        for (AclEntry entry : entries) {
            if (entry.letters().indexOf(privilege.letter()) >= 0
                    && (entry.grantee() == AclEntry.EVERYBODY || isMine.test(entry.grantee()))) {
                return true;
            }
        }
        return false;
    }

    /** What a role may grant to others; the owner may grant everything. */
    public Set<Privilege> grantable(LongPredicate isMine) {
        Set<Privilege> all = EnumSet.noneOf(Privilege.class);
        entries.stream().filter(entry -> isMine.test(entry.grantee())).forEach(e -> all.addAll(e.grantable()));
        return all;
    }

    private int indexOf(long grantee, long grantor) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).grantee() == grantee && entries.get(i).grantor() == grantor) {
                return i;
            }
        }
        return -1;
    }

    private Acl with(long grantee, long grantor, Set<Privilege> privileges, Set<Privilege> options) {
        List<AclEntry> changed = new ArrayList<>(entries);
        int index = indexOf(grantee, grantor);
        if (index >= 0) {
            changed.remove(index);
        }
        if (!privileges.isEmpty()) {
            changed.add(index < 0 ? changed.size() : index, AclEntry.of(grantee, grantor, privileges, options));
        }
        return new Acl(changed);
    }

    /** @param owner has every option anyway */
    public Acl grant(long grantee, long grantor, Set<Privilege> privileges, boolean withOption, long owner) {
        int index = indexOf(grantee, grantor);
        Set<Privilege> held = index < 0 ? EnumSet.noneOf(Privilege.class) : entries.get(index).privileges();
        Set<Privilege> options = index < 0 ? EnumSet.noneOf(Privilege.class) : entries.get(index).grantable();
        held.addAll(privileges);
        if (withOption && grantee != owner) {
            options.addAll(privileges);
        }
        return with(grantee, grantor, held, options);
    }

    /** What others have from somebody who must not grant it any more. */
    public static final class DependentsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DependentsException() {
            super("dependent privileges exist", null, false, false);
        }
    }

    /**
     * @param onlyOption whether only the option goes
     * @param isCascade whether what was granted by that option goes, too
     * @throws DependentsException when it would have to and may not
     */
    public Acl revoke(
            long grantee, long grantor, Set<Privilege> privileges, boolean onlyOption, boolean isCascade, long owner) {
        int index = indexOf(grantee, grantor);
        if (index < 0) {
            return this;
        }
        Set<Privilege> held = entries.get(index).privileges();
        Set<Privilege> options = entries.get(index).grantable();
        Set<Privilege> before = Privilege.ofLetters(entries.get(index).options());
        if (!onlyOption) {
            held.removeAll(privileges);
        }
        options.removeAll(privileges);
        Acl changed = with(grantee, grantor, held, options);
        before.removeAll(changed.grantable(role -> role == grantee));
        return grantee == owner || before.isEmpty()
                ? changed
                : changed.withoutGrantsOf(grantee, before, isCascade, owner);
    }

    private Acl withoutGrantsOf(long grantor, Set<Privilege> lost, boolean isCascade, long owner) {
        Acl changed = this;
        for (AclEntry entry : entries) {
            Set<Privilege> dependent = entry.privileges();
            dependent.retainAll(lost);
            if (entry.grantor() == grantor && !dependent.isEmpty()) {
                if (!isCascade) {
                    throw new DependentsException();
                }
                changed = changed.revoke(entry.grantee(), grantor, dependent, false, true, owner);
            }
        }
        return changed;
    }

    /** The owner's own grants become those of another owner. */
    public Acl ownedBy(long owner, long newOwner) {
        Acl changed = new Acl(List.of());
        for (AclEntry entry : entries) {
            long grantee = entry.grantee() == owner ? newOwner : entry.grantee();
            long grantor = entry.grantor() == owner ? newOwner : entry.grantor();
            int index = changed.indexOf(grantee, grantor);
            Set<Privilege> held = entry.privileges();
            Set<Privilege> options = entry.grantable();
            if (index >= 0) {
                held.addAll(changed.entries.get(index).privileges());
                options.addAll(changed.entries.get(index).grantable());
            }
            changed = changed.with(grantee, grantor, held, options);
        }
        return changed;
    }

    /** Without anything that a role was granted, or has granted. */
    public Acl without(long role) {
        return new Acl(entries.stream()
                .filter(entry -> entry.grantee() != role && entry.grantor() != role)
                .toList());
    }
}
