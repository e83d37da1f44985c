package dev.millrace.server.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * That one role is a member of another.
 *
 * @param isAdmin whether the member may make others members
 */
public record Membership(long id, long role, long member, long grantor, boolean isAdmin) implements AccessObject {

    @Override
    public String name() {
        return "membership " + role + "." + member;
    }

    @Override
    public String kindName() {
        return "membership";
    }

    @Override
    public Set<Long> dependencies() {
        return madeByPeople(List.of(role, member), List.of());
    }

    /** Those of the numbers, and of the roles in the grants, whose objects can go. */
    static Set<Long> madeByPeople(List<Long> ids, List<AclEntry> grants) {
        Set<Long> made = new HashSet<>(ids);
        for (AclEntry entry : grants == null ? List.<AclEntry>of() : grants) {
            made.add(entry.grantee());
            made.add(entry.grantor());
        }
        made.removeIf(id -> id < FIRST_ID);
        return made;
    }
}
