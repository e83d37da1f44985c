package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.server.wire.WireTypes;

/** {@code pg_catalog.pg_operator}: our operators, which are functions that have signs for names. */
final class PgOperator implements SystemRows {

    private static final long FIRST_OID = 4_100_000_000L;

    private static final List<FunctionSignature> ALL = Functions.standard().all().stream()
            .filter(function -> function.kind() == FunctionSignature.Kind.SCALAR)
            .filter(function -> function.name().matches("[+\\-*/<>=~!@#%^&|`?]+"))
            .filter(function -> function.parameters().size() == 1 || function.parameters().size() == 2)
            .toList();

    @Override
    public void fill(Source source, RowWriter out) {
        for (int i = 0; i < ALL.size(); i++) {
            FunctionSignature function = ALL.get(i);
            boolean isPrefix = function.parameters().size() == 1;
            out.set("oid", FIRST_OID + i)
                    .set("oprname", function.name())
                    .set("oprnamespace", 11)
                    .set("oprowner", Source.ROLE_OID)
                    .set("oprkind", isPrefix ? 'l' : 'b')
                    .set("oprcanhash", function.name().equals("="))
                    .set("oprcanmerge", function.name().equals("="))
                    .set("oprleft", isPrefix ? 0 : WireTypes.oid(function.parameters().getFirst()))
                    .set("oprright", WireTypes.oid(function.parameters().getLast()))
                    .set("oprresult", WireTypes.oid(function.result()))
                    .end();
        }
    }
}
