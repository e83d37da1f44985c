package dev.millrace.server.pgcatalog;

import java.util.Optional;

import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.planner.Routine;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.RoutineObject;

/** How functions are shown, ours and those that people made; null for numbers that are none of a function. */
final class FunctionAnswers {

    private FunctionAnswers() {}

    private static Optional<Routine> routine(long oid, CatalogSnapshot catalog) {
        return catalog.find(oid).filter(RoutineObject.class::isInstance).map(one -> ((RoutineObject) one).definition());
    }

    static String result(long oid, CatalogSnapshot catalog) {
        FunctionSignature signature = SystemFunctionList.find(oid);
        return signature != null
                ? SystemTypes.sqlName(signature.result())
                : routine(oid, catalog).map(Routine::spelledResult).orElse(null);
    }

    static String arguments(long oid, boolean hasDefaults, CatalogSnapshot catalog) {
        FunctionSignature signature = SystemFunctionList.find(oid);
        return signature != null
                ? SystemFunctionList.arguments(signature)
                : routine(oid, catalog).map(one -> one.spelledParameters(hasDefaults)).orElse(null);
    }

    static String description(long oid) {
        FunctionSignature signature = SystemFunctionList.find(oid);
        return signature == null ? null : signature.description();
    }

    /** CREATE OR REPLACE FUNCTION, as {@code pg_get_functiondef} writes it. */
    static String definition(long oid, CatalogSnapshot catalog) {
        return routine(oid, catalog)
                .map(one -> one.definition(WrittenName.quoted(one.schemaName()) + "." + WrittenName.quoted(one.name())))
                .orElse(null);
    }
}
