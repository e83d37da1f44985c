package dev.millrace.server.pgcatalog;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Routine;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.catalog.RoutineObject;
import dev.millrace.server.catalog.SessionCatalog;

/** How functions are shown, ours and those that people made; null for numbers that are none of a function. */
final class FunctionAnswers {

    private FunctionAnswers() {}

    private static Optional<Routine> routine(long oid, CatalogSnapshot catalog) {
        return catalog.find(oid).filter(RoutineObject.class::isInstance).map(one -> ((RoutineObject) one).definition());
    }

    /** Its name, qualified where its bare name would not find it. */
    static String name(long oid, SessionCatalog session) {
        return routine(oid, session.snapshot())
                .map(one -> (isVisible(one, session) ? "" : WrittenName.quoted(one.schemaName()) + ".")
                        + WrittenName.quoted(one.name()))
                .orElseGet(() -> SystemFunctionList.name(oid));
    }

    /** Whether its bare name finds it; null when there is no such function. */
    static Boolean isVisible(long oid, SessionCatalog session) {
        return routine(oid, session.snapshot())
                .map(one -> isVisible(one, session))
                .orElseGet(() -> SystemFunctionList.name(oid) == null ? null : true);
    }

    private static boolean isVisible(Routine routine, SessionCatalog session) {
        return session.routineObjects(List.of(routine.name())).stream().anyMatch(one -> one.id() == routine.id());
    }

    /** The types that tell it from others of its name; null when nobody has made such a function. */
    static String types(long oid, CatalogSnapshot catalog) {
        return routine(oid, catalog)
                .map(one -> one.types().stream().map(Routine::spell).collect(Collectors.joining(",")))
                .orElse(null);
    }

    /**
     * The number of the function that {@code f} or {@code f(integer, text)} means; null when it is none.
     *
     * @param types numbers of types by name
     * @throws SqlException 42725 when it means several
     */
    static Long number(String written, SessionCatalog session, Function<String, Long> types) {
        int open = written.indexOf('(');
        List<String> parts = WrittenName.parts(open < 0 ? written : written.substring(0, open));
        List<RoutineObject> found = session.routineObjects(parts);
        if (open >= 0 && written.endsWith(")")) {
            String list = written.substring(open + 1, written.length() - 1).strip();
            List<Long> wanted = list.isEmpty()
                    ? List.of()
                    : Arrays.stream(list.split(",")).map(type -> types.apply(type.strip())).toList();
            found = found.stream()
                    .filter(one -> one.definition().types().stream().map(PgProc::oid).toList().equals(wanted))
                    .toList();
        }
        if (found.size() > 1) {
            throw new SqlException(
                    SqlState.AMBIGUOUS_FUNCTION, "more than one function named \"" + written + "\"");
        }
        return found.size() == 1
                ? Long.valueOf(found.getFirst().id())
                : SystemFunctionList.number(parts.getLast() + (open < 0 ? "" : written.substring(open)));
    }

    /** Null of procedures, too. */
    static String result(long oid, CatalogSnapshot catalog) {
        CatalogFunction function = SystemFunctionList.find(oid);
        return function != null
                ? (function.isSet() ? "SETOF " : "") + SystemTypes.sqlName(function.result())
                : routine(oid, catalog)
                        .map(one -> one.isProcedure() ? null : one.spelledResult())
                        .orElse(null);
    }

    /** What it is called with, without what parameters are where they are not given. */
    static String arguments(long oid, CatalogSnapshot catalog) {
        CatalogFunction function = SystemFunctionList.find(oid);
        return function != null
                ? SystemFunctionList.arguments(function)
                : routine(oid, catalog).map(one -> one.spelledParameters(false)).orElse(null);
    }

    /** With it. @param texts of what parameters are */
    static String arguments(long oid, CatalogSnapshot catalog, ExpressionTexts texts) {
        return routine(oid, catalog)
                .map(one -> shown(one, texts).spelledParameters(true))
                .orElseGet(() -> arguments(oid, catalog));
    }

    private static Routine shown(Routine routine, ExpressionTexts texts) {
        return routine.withDefaults((sql, type) -> {
            String text = texts.of(sql, 0, type, false);
            return text == null ? sql : text;
        });
    }

    static String description(long oid) {
        return SystemFunctionList.description(oid);
    }

    /** CREATE OR REPLACE FUNCTION, as {@code pg_get_functiondef} writes it. */
    static String definition(long oid, CatalogSnapshot catalog, ExpressionTexts texts) {
        return routine(oid, catalog)
                .map(one -> shown(one, texts))
                .map(one -> one.definition(WrittenName.quoted(one.schemaName()) + "." + WrittenName.quoted(one.name())))
                .orElse(null);
    }
}
