package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Procedural;
import dev.millrace.planner.Routine;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.SystemCatalog;

/**
 * A function as the catalogs show it: one of ours, of PostgreSQL's that ours stand for, or one that people made.
 *
 * @param kind as {@code pg_proc.prokind} has it
 * @param volatility as {@code pg_proc.provolatile} has it
 * @param parameters all of them, those that give something back, too
 * @param result number of a type
 * @param body what it does, in its language; of ours its name
 */
record CatalogFunction(
        long oid, String schema, String name, char kind, String language, char volatility, boolean isStrict,
        boolean isSet, List<Parameter> parameters, long result, String body) {

    private static final long RECORD = 2249;
    private static final long VOID = 2278;
    private static final long TRIGGER = 2279;

    /**
     * @param mode as {@code pg_proc.proargmodes} has it
     * @param name null for none, as {@code defaultSql} is
     * @param sqlType null of the system's
     */
    record Parameter(char mode, String name, long type, SqlType sqlType, String defaultSql) {
        Parameter(char mode, String name, long type) {
            this(mode, name, type, null, null);
        }

        boolean isInput() {
            return mode == 'i' || mode == 'b' || mode == 'v';
        }

        boolean isOutput() {
            return mode == 'o' || mode == 'b' || mode == 't';
        }
    }

    CatalogFunction {
        parameters = List.copyOf(parameters);
    }

    /** One of the system's, without names of parameters. */
    static CatalogFunction ofSystem(
            long oid, String name, char kind, char volatility, boolean isStrict, boolean isSet, List<Long> types,
            long variadic, long result) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            boolean isLast = i == types.size() - 1;
            parameters.add(new Parameter(variadic != 0 && isLast ? 'v' : 'i', null, types.get(i)));
        }
        return new CatalogFunction(
                oid, SystemCatalog.PG_CATALOG, name, kind, "internal", volatility, isStrict, isSet, parameters, result,
                name);
    }

    static CatalogFunction of(RoutineObject object) {
        Routine routine = object.definition();
        return new CatalogFunction(
                routine.id(), routine.schemaName(), routine.name(),
                routine.isAggregating() ? 'a' : routine.isProcedure() ? 'p' : 'f',
                routine.language(), letter(routine.volatility()), routine.isStrict(), routine.isSet(),
                parameters(routine), result(routine), routine.body());
    }

    private static List<Parameter> parameters(Routine routine) {
        if (routine.procedural() != null) {
            return routine.procedural().parameters().stream()
                    .map(one -> new Parameter(
                            letter(one.mode()), one.name(), PgProc.oid(one.type()), one.type(), one.defaultSql()))
                    .toList();
        }
        List<Parameter> all = new ArrayList<>();
        routine.inputs().forEach(one -> all.add(new Parameter(
                one.isVariadic() ? 'v' : 'i', one.name(), PgProc.oid(one.type()), one.type(), one.defaultSql())));
        if (routine.row() != null) {
            char mode = routine.isSet() ? 't' : 'o';
            routine.row().fields().forEach(
                    field -> all.add(new Parameter(mode, field.name(), PgProc.oid(field.type()))));
        }
        return all;
    }

    private static long result(Routine routine) {
        if (routine.procedural() != null && routine.procedural().isTrigger()) {
            return TRIGGER;
        }
        if (routine.isProcedure()) {
            return routine.procedural().outputs().isEmpty() ? VOID : RECORD;
        }
        if (routine.returnsNothing()) {
            return VOID;
        }
        return routine.returnsRows() ? RECORD : PgProc.oid(routine.result());
    }

    private static char letter(Procedural.Mode mode) {
        return switch (mode) {
            case IN -> 'i';
            case OUT -> 'o';
            case INOUT -> 'b';
            case VARIADIC -> 'v';
            case TABLE -> 't';
        };
    }

    static char letter(FunctionSignature.Volatility volatility) {
        return switch (volatility) {
            case IMMUTABLE -> 'i';
            case STABLE -> 's';
            case VOLATILE -> 'v';
        };
    }

    static char letter(FunctionSignature.Kind kind) {
        return switch (kind) {
            case SCALAR -> 'f';
            case AGGREGATE -> 'a';
            case WINDOW -> 'w';
        };
    }

    List<Parameter> inputs() {
        return parameters.stream().filter(Parameter::isInput).toList();
    }

    /** The type of the elements that its last parameter takes any number of; 0 for none. */
    long variadic() {
        return parameters.isEmpty() || parameters.getLast().mode() != 'v'
                ? 0
                : SystemTypes.element(parameters.getLast().type());
    }
}
