package dev.millrace.server.pgcatalog;

import java.util.stream.Collectors;

import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.server.wire.WireTypes;

/** {@code pg_catalog.pg_proc}: our functions, and the input and output functions that drivers look for. */
final class PgProc implements SystemRows {

    private static final int INTERNAL_LANGUAGE = 12;

    @Override
    public void fill(Source source, RowWriter out) {
        for (String[] function : SystemColumns.lines("type_io_functions.tsv")) {
            common(Long.parseLong(function[0]), function[1], out);
            out.set("prokind", 'f').set("provolatile", 'i').set("proisstrict", true).end();
        }
        for (SystemFunctionList.Numbered numbered : SystemFunctionList.all()) {
            FunctionSignature function = numbered.function();
                common(numbered.oid(), function.name(), out);
                out.set("prokind", kind(function.kind()))
                        .set("proisstrict", function.strict())
                        .set("provolatile", volatility(function.volatility()))
                        .set("pronargs", function.parameters().size())
                        .set("prorettype", WireTypes.oid(function.result()))
                        .set("proargtypes", function.parameters().stream()
                                .map(type -> Integer.toString(WireTypes.oid(type)))
                                .collect(Collectors.joining(" ")))
                        .end();
        }
    }

    private static void common(long oid, String name, RowWriter out) {
        out.set("oid", oid)
                .set("proname", name)
                .set("pronamespace", 11)
                .set("proowner", Source.ROLE_OID)
                .set("prolang", INTERNAL_LANGUAGE)
                .set("procost", 1)
                .set("proparallel", 's')
                .set("prosrc", name);
    }

    private static char volatility(FunctionSignature.Volatility volatility) {
        return switch (volatility) {
            case IMMUTABLE -> 'i';
            case STABLE -> 's';
            case VOLATILE -> 'v';
        };
    }

    private static char kind(FunctionSignature.Kind kind) {
        return switch (kind) {
            case SCALAR -> 'f';
            case AGGREGATE -> 'a';
            case WINDOW -> 'w';
        };
    }
}
