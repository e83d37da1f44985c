package dev.millrace.server.pgcatalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.server.catalog.AclEntry;
import dev.millrace.server.catalog.Authority;
import dev.millrace.server.catalog.Grantable;
import dev.millrace.server.catalog.Privilege;
import dev.millrace.server.catalog.RoutineObject;

/** Functions and procedures as the standard's schema shows them: each by a name that no other has. */
final class InformationRoutines {

    private InformationRoutines() {}

    static List<CatalogFunction> all(Source source) {
        List<CatalogFunction> all = new ArrayList<>(SystemFunctionList.all());
        for (RoutineObject routine : source.catalog().routines()) {
            all.add(CatalogFunction.of(routine));
        }
        return all;
    }

    static String specificName(CatalogFunction function) {
        return function.name() + "_" + function.oid();
    }

    private static void specific(CatalogFunction function, Source source, RowWriter out) {
        out.set("specific_catalog", source.tables().databaseName())
                .set("specific_schema", function.schema())
                .set("specific_name", specificName(function));
    }

    private static boolean isDefiner(CatalogFunction function, Source source) {
        return source.catalog().find(function.oid())
                .filter(found -> found instanceof RoutineObject routine && routine.definition().isDefiner())
                .isPresent();
    }

    private static void named(CatalogFunction function, Source source, RowWriter out) {
        specific(function, source, out);
        out.set("routine_catalog", source.tables().databaseName())
                .set("routine_schema", function.schema())
                .set("routine_name", function.name());
    }

    /** {@code information_schema.routines}. */
    static void routines(Source source, RowWriter out) {
        TypePlaces types = new TypePlaces(source.catalog());
        Authority authority = source.authority();
        for (CatalogFunction function : all(source)) {
            boolean isOwned = authority.actsAs(source.roles().owner(function.oid()));
            boolean isSql = function.language().equals("sql");
            if (!isOwned && !authority.has(Privilege.EXECUTE, function.oid(), Grantable.FUNCTION)) {
                continue;
            }
            named(function, source, out);
            if (function.kind() == 'f' || function.kind() == 'p') {
                out.set("routine_type", function.kind() == 'f' ? "FUNCTION" : "PROCEDURE");
            }
            if (function.kind() != 'p') {
                out.set("dtd_identifier", "0").set("as_locator", "NO");
                TypePlaces.Place result = types.find(function.result());
                if (result != null) {
                    out.set("data_type", result.dataType())
                            .set("type_udt_catalog", source.tables().databaseName())
                            .set("type_udt_schema", result.schema())
                            .set("type_udt_name", result.name());
                }
                out.set("is_null_call", function.isStrict() ? "YES" : "NO");
            }
            out.set("routine_body", isSql ? "SQL" : "EXTERNAL")
                    .set("routine_definition", isOwned ? function.body() : null)
                    .set("external_language", function.language().toUpperCase(Locale.ROOT))
                    .set("parameter_style", "GENERAL")
                    .set("is_deterministic", function.volatility() == 'i' ? "YES" : "NO")
                    .set("sql_data_access", "MODIFIES")
                    .set("schema_level_routine", "YES")
                    .set("max_dynamic_result_sets", 0)
                    .set("security_type", isDefiner(function, source) ? "DEFINER" : "INVOKER")
                    .set("is_udt_dependent", "NO")
                    .end();
        }
    }

    /** {@code information_schema.parameters}. */
    static void parameters(Source source, RowWriter out) {
        TypePlaces types = new TypePlaces(source.catalog());
        Authority authority = source.authority();
        for (CatalogFunction function : all(source)) {
            boolean isOwned = authority.actsAs(source.roles().owner(function.oid()));
            if (!isOwned && !authority.has(Privilege.EXECUTE, function.oid(), Grantable.FUNCTION)) {
                continue;
            }
            int number = 0;
            for (CatalogFunction.Parameter parameter : function.parameters()) {
                number++;
                TypePlaces.Place type = types.find(parameter.type());
                specific(function, source, out);
                out.set("ordinal_position", number)
                        .set("parameter_mode", parameter.mode() == 'b' ? "INOUT" : parameter.isInput() ? "IN" : "OUT")
                        .set("is_result", "NO")
                        .set("as_locator", "NO")
                        .set("parameter_name", parameter.name())
                        .set("parameter_default", isOwned ? source.defaultText(parameter) : null)
                        .set("dtd_identifier", Integer.toString(number));
                if (type != null) {
                    out.set("data_type", type.dataType())
                            .set("udt_catalog", source.tables().databaseName())
                            .set("udt_schema", type.schema())
                            .set("udt_name", type.name());
                }
                out.end();
            }
        }
    }

    /** {@code routine_privileges}: with what everybody was granted. */
    static void privileges(Source source, RowWriter out) {
        privileges(source, true, out);
    }

    /** {@code role_routine_grants}. */
    static void roleGrants(Source source, RowWriter out) {
        privileges(source, false, out);
    }

    private static void privileges(Source source, boolean withPublic, RowWriter out) {
        Authority authority = source.authority();
        for (CatalogFunction function : all(source)) {
            for (AclEntry entry : source.roles().acl(function.oid(), 0, Grantable.FUNCTION).entries()) {
                if (InformationPrivileges.isShown(entry, withPublic, authority)) {
                    long owner = source.roles().owner(function.oid());
                    named(function, source, out);
                    InformationPrivileges.grant(source, entry, Privilege.EXECUTE, owner, out);
                    out.set("privilege_type", "EXECUTE").end();
                }
            }
        }
    }
}
