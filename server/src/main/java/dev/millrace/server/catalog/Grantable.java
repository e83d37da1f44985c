package dev.millrace.server.catalog;

import java.util.Locale;
import java.util.Set;

/** Kinds of things that privileges are about: which there are, and which everybody has from the beginning. */
public enum Grantable {
    TABLE('r', "arwdDxt", ""),
    COLUMN('c', "arwx", ""),
    SEQUENCE('S', "rwU", ""),
    SCHEMA('n', "UC", ""),
    DATABASE('d', "CTc", "Tc"),
    /** Of procedures, too. */
    FUNCTION('f', "X", "X"),
    /** Of domains, too. */
    TYPE('T', "U", "U"),
    LANGUAGE('l', "U", "U");

    private final char code;
    private final String all;
    private final String everybody;

    Grantable(char code, String all, String everybody) {
        this.code = code;
        this.all = all;
        this.everybody = everybody;
    }

    /** As {@code pg_default_acl} and {@code acldefault} call it. */
    public char code() {
        return code;
    }

    public Set<Privilege> all() {
        return Privilege.ofLetters(all);
    }

    String allLetters() {
        return all;
    }

    String everybodysLetters() {
        return everybody;
    }

    /** In messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Null for what nobody is granted anything on. */
    public static Grantable of(CatalogObject object) {
        return switch (object) {
            case CatalogObject.Relation _ -> TABLE;
            case CatalogObject.Sequence _ -> SEQUENCE;
            case CatalogObject.Namespace _ -> SCHEMA;
            case RoutineObject _ -> FUNCTION;
            case NamedType _, CompositeType _, DomainObject _ -> TYPE;
            case DatabaseObject _ -> DATABASE;
            case SinkObject _, CatalogObject.Index _, Comment _, ForeignKey _, TriggerObject _, AccessObject _,
                    Tuning _ -> null;
        };
    }
}
