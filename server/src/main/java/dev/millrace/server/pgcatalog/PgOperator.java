package dev.millrace.server.pgcatalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.server.wire.WireTypes;

/**
 * {@code pg_catalog.pg_operator}: our operators, which are functions that have signs for names. What PostgreSQL has
 * too has its number.
 */
final class PgOperator implements SystemRows {

    private static final long FIRST_OID = 4_100_000_000L;

    private static final List<FunctionSignature> ALL = Functions.standard().all().stream()
            .filter(function -> function.kind() == FunctionSignature.Kind.SCALAR)
            .filter(function -> function.name().matches("[+\\-*/<>=~!@#%^&|`?]+"))
            .filter(function -> function.parameters().size() == 1 || function.parameters().size() == 2)
            .toList();

    /** PostgreSQL's, by sign and types. */
    private static final Map<String, String[]> KNOWN = new HashMap<>();

    static {
        for (String[] operator : SystemColumns.lines("pg_operator.tsv")) {
            KNOWN.put(operator[1] + ' ' + operator[2] + ' ' + operator[3], operator);
        }
    }

    /** Ours, by number; of two with the same types the first. */
    private static final Map<Long, FunctionSignature> BY_OID = new HashMap<>();

    static {
        for (int i = 0; i < ALL.size(); i++) {
            String[] known = KNOWN.get(key(ALL.get(i)));
            BY_OID.putIfAbsent(known == null ? FIRST_OID + i : Long.parseLong(known[0]), ALL.get(i));
        }
    }

    private static int left(FunctionSignature function) {
        return function.parameters().size() == 1 ? 0 : oid(function.parameters().getFirst());
    }

    private static String key(FunctionSignature function) {
        return function.name() + ' ' + left(function) + ' ' + oid(function.parameters().getLast());
    }

    /** Null when there is no such operator. */
    static String name(long oid) {
        FunctionSignature function = BY_OID.get(oid);
        return function == null ? null : function.name();
    }

    /** With its schema where several have the name, as {@code regoper} writes it; null for none. */
    static String distinctName(long oid) {
        String name = name(oid);
        long count = BY_OID.values().stream().filter(function -> function.name().equals(name)).count();
        return name == null || count == 1 ? name : "pg_catalog." + name;
    }

    /** What it stands between, as {@code regoperator} writes it; null when there is no such operator. */
    static String types(long oid) {
        FunctionSignature function = BY_OID.get(oid);
        return function == null
                ? null
                : (left(function) == 0 ? "NONE" : SystemTypes.sqlName(left(function))) + ","
                        + SystemTypes.sqlName(oid(function.parameters().getLast()));
    }

    @Override
    public void fill(Source source, RowWriter out) {
        for (int i = 0; i < ALL.size(); i++) {
            FunctionSignature function = ALL.get(i);
            int left = left(function);
            out.set("oprname", function.name())
                    .set("oprnamespace", 11)
                    .set("oprowner", Source.ROLE_OID)
                    .set("oprkind", left == 0 ? 'l' : 'b')
                    .set("oprleft", left)
                    .set("oprright", oid(function.parameters().getLast()))
                    .set("oprresult", oid(function.result()));
            String[] known = KNOWN.get(key(function));
            if (known == null) {
                out.set("oid", FIRST_OID + i).set("oprcanhash", false).set("oprcanmerge", false).end();
            } else {
                out.set("oid", Long.parseLong(known[0]))
                        .set("oprcode", Long.parseLong(known[5]))
                        .set("oprcom", Long.parseLong(known[6]))
                        .set("oprnegate", Long.parseLong(known[7]))
                        .set("oprcanmerge", known[8].equals("t"))
                        .set("oprcanhash", known[9].equals("t"))
                        .set("oprrest", Long.parseLong(known[10]))
                        .set("oprjoin", Long.parseLong(known[11]))
                        .end();
            }
        }
    }

    private static int oid(SqlType type) {
        return type.kind() == SqlType.Kind.UNKNOWN ? SystemTypes.ANY_ELEMENT : WireTypes.oid(type);
    }
}
