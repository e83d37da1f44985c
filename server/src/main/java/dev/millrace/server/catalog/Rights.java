package dev.millrace.server.catalog;

import java.util.List;
import java.util.Set;

/**
 * Whose an object is, and who else may do what with it. An object without belongs to the role that is there from the
 * beginning. Goes with the object.
 *
 * @param object the object, or that of the column
 * @param column number of the column, from 1; 0 for the object itself
 * @param owner 0 of a column, which has its object's owner
 * @param grants null for what such objects begin with
 */
public record Rights(long id, long object, int column, long owner, List<AclEntry> grants) implements AccessObject {

    public static String keyOf(long object, int column) {
        return "rights " + object + "." + column;
    }

    @Override
    public String name() {
        return keyOf(object, column);
    }

    @Override
    public String kindName() {
        return "rights";
    }

    @Override
    public Set<Long> dependencies() {
        return Membership.madeByPeople(List.of(object, owner), grants);
    }
}
