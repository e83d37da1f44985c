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

    @Override
    public void fill(Source source, RowWriter out) {
        for (int i = 0; i < ALL.size(); i++) {
            FunctionSignature function = ALL.get(i);
            boolean isPrefix = function.parameters().size() == 1;
            int left = isPrefix ? 0 : oid(function.parameters().getFirst());
            int right = oid(function.parameters().getLast());
            out.set("oprname", function.name())
                    .set("oprnamespace", 11)
                    .set("oprowner", Source.ROLE_OID)
                    .set("oprkind", isPrefix ? 'l' : 'b')
                    .set("oprleft", left)
                    .set("oprright", right)
                    .set("oprresult", oid(function.result()));
            String[] known = KNOWN.get(function.name() + ' ' + left + ' ' + right);
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
