package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.AnyType;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.wire.WireTypes;

/** {@code pg_catalog.pg_proc}: our functions, what types, operators and casts are made of, and those of people. */
final class PgProc implements SystemRows {

    /** How many rows a function is taken to return that returns any number, as PostgreSQL has it. */
    private static final int ROWS = 1000;

    @Override
    public void fill(Source source, RowWriter out) {
        for (CatalogFunction function : SystemFunctionList.all()) {
            function(function, source, out);
            out.set("proowner", Source.ROLE_OID).set("procost", 1).set("proparallel", 's').end();
        }
        for (RoutineObject routine : source.catalog().routines()) {
            function(CatalogFunction.of(routine), source, out);
            if (!routine.definition().settings().isEmpty()) {
                out.setTexts("proconfig", routine.definition().settings().entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
            }
            out.set("prosecdef", routine.definition().isDefiner())
                    .set("proowner", source.roles().owner(routine.id()))
                    .set("procost", 100)
                    .set("proparallel", 'u')
                    .setTexts("proacl", source.acl(routine.id(), 0, Grantable.FUNCTION))
                    .end();
        }
    }

    private static void function(CatalogFunction function, Source source, RowWriter out) {
        List<CatalogFunction.Parameter> all = function.parameters();
        List<CatalogFunction.Parameter> inputs = function.inputs();
        out.set("oid", function.oid())
                .set("proname", function.name())
                .set("pronamespace", source.catalog().schemaOid(function.schema()))
                .set("prolang", PgLanguage.oid(function.language()))
                .set("prorows", function.isSet() ? ROWS : 0)
                .set("provariadic", function.variadic())
                .set("prokind", function.kind())
                .set("proisstrict", function.isStrict())
                .set("proretset", function.isSet())
                .set("provolatile", function.volatility())
                .set("pronargs", inputs.size())
                .set("pronargdefaults", inputs.stream().filter(one -> one.defaultSql() != null).count())
                .set("prorettype", function.result())
                .set("proargtypes", inputs.stream().map(CatalogFunction.Parameter::type).toList())
                .set("prosrc", function.body());
        if (all.stream().anyMatch(one -> one.name() != null)) {
            out.setTexts("proargnames", all.stream().map(one -> one.name() == null ? "" : one.name()).toList());
        }
        if (all.stream().anyMatch(one -> one.mode() != 'i')) {
            out.set("proallargtypes", all.stream().map(CatalogFunction.Parameter::type).toList());
            out.setTexts("proargmodes", all.stream().map(one -> String.valueOf(one.mode())).toList());
        }
    }

    static long oid(SqlType type) {
        long any = AnyType.oid(type);
        return any == 0 ? WireTypes.oid(type) : any;
    }
}
