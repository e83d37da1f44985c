package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.AnyType;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.wire.WireTypes;

/** {@code pg_catalog.pg_proc}: our functions, and the input and output functions that drivers look for. */
final class PgProc implements SystemRows {

    private static final long RECORD = 2249;
    private static final long VOID = 2278;
    private static final long TRIGGER = 2279;

    @Override
    public void fill(Source source, RowWriter out) {
        for (String[] function : SystemColumns.lines("type_io_functions.tsv")) {
            common(Long.parseLong(function[0]), function[1], out);
            out.set("prokind", 'f').set("provolatile", 'i').set("proisstrict", true).end();
        }
        for (SystemFunctionList.Recorded function : SystemFunctionList.others()) {
            common(function.oid(), function.name(), out);
            out.set("prokind", 'f')
                    .set("provolatile", function.volatility())
                    .set("proisstrict", function.isStrict())
                    .set("proretset", function.returnsSet())
                    .set("pronargs", function.parameters().size())
                    .set("prorettype", function.result())
                    .set("proargtypes", function.parameters())
                    .end();
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
                                .map(WireTypes::oid)
                                .toList())
                        .end();
        }
        for (RoutineObject routine : source.catalog().routines()) {
            routine(routine.definition(), source.catalog(), out);
        }
    }

    private static void routine(Routine routine, CatalogSnapshot catalog, RowWriter out) {
        long defaults = routine.inputs().stream().filter(input -> input.defaultSql() != null).count();
        common(routine.id(), routine.name(), out);
        out.set("proowner", catalog.roles().owner(routine.id()))
                .set("pronamespace", catalog.schemaOid(routine.schemaName()))
                .set("prolang", PgLanguage.oid(routine.language()))
                .set("procost", 100)
                .set("proparallel", 'u')
                .set("prosrc", routine.body())
                .set("prokind", routine.isProcedure() ? 'p' : 'f')
                .set("proretset", routine.isSet())
                .set("proisstrict", routine.isStrict())
                .set("provolatile", volatility(routine.volatility()))
                .set("pronargs", routine.inputs().size())
                .set("pronargdefaults", defaults)
                .set("prorettype", resultOid(routine))
                .set("proargtypes", routine.types().stream().map(PgProc::oid).toList());
        if (routine.procedural() != null) {
            declared(routine.procedural().parameters(), out);
        }
        out.end();
    }

    /** Names and ways of parameters, where there are such. */
    private static void declared(List<Procedural.Declared> parameters, RowWriter out) {
        if (parameters.stream().anyMatch(one -> one.name() != null)) {
            out.setTexts("proargnames", parameters.stream()
                    .map(one -> one.name() == null ? "" : one.name())
                    .toList());
        }
        if (parameters.stream().anyMatch(one -> one.mode() != Procedural.Mode.IN)) {
            out.set("proallargtypes", parameters.stream().map(one -> oid(one.type())).toList());
            out.setTexts("proargmodes", parameters.stream().map(one -> switch (one.mode()) {
                case IN -> "i";
                case OUT -> "o";
                case INOUT -> "b";
                case VARIADIC -> "v";
                case TABLE -> "t";
            }).toList());
        }
    }

    private static long resultOid(Routine routine) {
        if (routine.procedural() != null && routine.procedural().isTrigger()) {
            return TRIGGER;
        }
        if (routine.returnsNothing()) {
            return VOID;
        }
        return routine.returnsRows() ? RECORD : oid(routine.result());
    }

    static long oid(SqlType type) {
        long any = AnyType.oid(type);
        return any == 0 ? WireTypes.oid(type) : any;
    }

    private static void common(long oid, String name, RowWriter out) {
        out.set("oid", oid)
                .set("proname", name)
                .set("pronamespace", 11)
                .set("proowner", Source.ROLE_OID)
                .set("prolang", PgLanguage.INTERNAL_OID)
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
