package dev.millrace.server.catalog;

import java.util.List;
import java.util.Set;

/**
 * What objects begin with that a role makes from now on, as ALTER DEFAULT PRIVILEGES said.
 *
 * @param schema 0 for all; of one, the grants come on top of those of all
 */
public record DefaultRights(long id, long role, long schema, Grantable kind, List<AclEntry> grants)
        implements AccessObject {

    public static String keyOf(long role, long schema, Grantable kind) {
        return "default rights " + role + "." + schema + "." + kind;
    }

    @Override
    public String name() {
        return keyOf(role, schema, kind);
    }

    @Override
    public String kindName() {
        return "default rights";
    }

    @Override
    public Set<Long> dependencies() {
        return Membership.madeByPeople(List.of(role, schema), grants);
    }
}
