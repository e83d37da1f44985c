package dev.millrace.server.pgcatalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.wire.WireTypes;

/** The orders in which indexes can keep values: {@code pg_opclass} and {@code pg_opfamily}, for the types we have. */
final class PgOpclass {

    static final long BTREE_OID = 403;

    private static final int ANY_ARRAY_OID = 2277;
    private static final int ANY_ENUM_OID = 3500;

    private static final List<String[]> ALL = SystemColumns.lines("pg_opclass.tsv");

    private static final Map<Long, Long> DEFAULTS = new HashMap<>();

    static {
        for (String[] operators : ALL) {
            if (operators[5].equals("t")) {
                DEFAULTS.put(Long.parseLong(operators[4]), Long.parseLong(operators[0]));
            }
        }
    }

    private PgOpclass() {}

    /** The order that an index keeps values of a type in. */
    static long of(SqlType type) {
        int indexed = switch (type.kind()) {
            case ARRAY -> ANY_ARRAY_OID;
            case ENUM -> ANY_ENUM_OID;
            case RECORD -> WireTypes.oid(SqlType.RECORD);
            case VARCHAR -> WireTypes.oid(SqlType.TEXT);
            case CIDR -> WireTypes.oid(SqlType.INET);
            default -> WireTypes.oid(type);
        };
        Long known = DEFAULTS.get((long) indexed);
        return known != null ? known : DEFAULTS.getOrDefault((long) WireTypes.oid(type.withoutModifiers()), 0L);
    }

    static void classes(Source source, RowWriter out) {
        for (String[] operators : ALL) {
            out.set("oid", Long.parseLong(operators[0]))
                    .set("opcmethod", BTREE_OID)
                    .set("opcname", operators[1])
                    .set("opcnamespace", 11)
                    .set("opcowner", Source.ROLE_OID)
                    .set("opcfamily", Long.parseLong(operators[2]))
                    .set("opcintype", Long.parseLong(operators[4]))
                    .set("opcdefault", operators[5].equals("t"))
                    .set("opckeytype", Long.parseLong(operators[6]))
                    .end();
        }
    }

    static void families(Source source, RowWriter out) {
        Set<String> shown = new HashSet<>();
        for (String[] operators : ALL) {
            if (shown.add(operators[2])) {
                out.set("oid", Long.parseLong(operators[2]))
                        .set("opfmethod", BTREE_OID)
                        .set("opfname", operators[3])
                        .set("opfnamespace", 11)
                        .set("opfowner", Source.ROLE_OID)
                        .end();
            }
        }
    }

    /** {@code pg_amop}: those of our operators by which such an order is searched. */
    static void operators(Source source, RowWriter out) {
        for (String[] operator : SystemColumns.lines("pg_amop.tsv")) {
            if (PgOperator.name(Long.parseLong(operator[5])) == null) {
                continue;
            }
            out.set("oid", Long.parseLong(operator[0]))
                    .set("amopfamily", Long.parseLong(operator[1]))
                    .set("amoplefttype", Long.parseLong(operator[2]))
                    .set("amoprighttype", Long.parseLong(operator[3]))
                    .set("amopstrategy", Long.parseLong(operator[4]))
                    .set("amoppurpose", 's')
                    .set("amopopr", Long.parseLong(operator[5]))
                    .set("amopmethod", BTREE_OID)
                    .end();
        }
    }

    /** {@code pg_amproc}: what compares two values of a type in such an order. */
    static void functions(Source source, RowWriter out) {
        for (String[] function : SystemColumns.lines("pg_amproc.tsv")) {
            if (!function[2].equals(function[3])) {
                continue;
            }
            out.set("oid", Long.parseLong(function[0]))
                    .set("amprocfamily", Long.parseLong(function[1]))
                    .set("amproclefttype", Long.parseLong(function[2]))
                    .set("amprocrighttype", Long.parseLong(function[3]))
                    .set("amprocnum", Long.parseLong(function[4]))
                    .set("amproc", Long.parseLong(function[5]))
                    .end();
        }
    }
}
