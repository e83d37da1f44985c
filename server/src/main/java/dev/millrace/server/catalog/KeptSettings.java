package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What sessions begin with, as ALTER ROLE ... SET and ALTER DATABASE ... SET said.
 *
 * @param database in which; 0 for any
 * @param role whose sessions; 0 for everybody's
 * @param settings {@code name=value}, in the order in which they were first set
 */
public record KeptSettings(long id, long database, long role, List<String> settings) implements AccessObject {

    public KeptSettings {
        settings = List.copyOf(settings);
    }

    /** The same with another value. @param value null for none */
    public KeptSettings with(String setting, String value) {
        List<String> others = new ArrayList<>();
        boolean isThere = false;
        for (String one : settings) {
            if (!nameOf(one).equalsIgnoreCase(setting)) {
                others.add(one);
            } else if (value != null) {
                others.add(setting + "=" + value);
                isThere = true;
            }
        }
        if (!isThere && value != null) {
            others.add(setting + "=" + value);
        }
        return new KeptSettings(id, database, role, others);
    }

    public static String nameOf(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    public static String valueOf(String setting) {
        return setting.substring(setting.indexOf('=') + 1);
    }

    @Override
    public String name() {
        return "settings " + database + "." + role;
    }

    @Override
    public String kindName() {
        return "settings";
    }

    @Override
    public Set<Long> dependencies() {
        return Membership.madeByPeople(List.of(role), List.of());
    }
}
