package dev.millrace.executor.function;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.OID;

/** Who may do what: there is one role, and it may do everything to what there is. */
final class PrivilegeFunctions {

    private PrivilegeFunctions() {}

    @SqlFunction(name = {"has_table_privilege", "has_any_column_privilege"},
            description = "Whether the role may use a table.", volatility = Volatility.VOLATILE)
    static boolean table(String name, String privilege) {
        CatalogDoor.current().need("pg_class", name);
        return true;
    }

    @SqlFunction(name = {"has_table_privilege", "has_any_column_privilege"},
            description = "Whether the role may use a table.", volatility = Volatility.VOLATILE)
    static Boolean table(@As(OID) long table, String privilege) {
        return CatalogDoor.current().name("pg_class", table) == null ? null : true;
    }

    @SqlFunction(name = {"has_table_privilege", "has_any_column_privilege"},
            description = "Whether a role may use a table.", volatility = Volatility.VOLATILE)
    static boolean table(String role, String name, String privilege) {
        needRole(role);
        return table(name, privilege);
    }

    @SqlFunction(name = {"has_table_privilege", "has_any_column_privilege"},
            description = "Whether a role may use a table.", volatility = Volatility.VOLATILE)
    static Boolean table(String role, @As(OID) long table, String privilege) {
        needRole(role);
        return table(table, privilege);
    }

    @SqlFunction(name = "has_schema_privilege", description = "Whether the role may use a schema.",
            volatility = Volatility.VOLATILE)
    static boolean schema(String name, String privilege) {
        CatalogDoor.current().need("pg_namespace", name);
        return true;
    }

    @SqlFunction(name = "has_schema_privilege", description = "Whether the role may use a schema.",
            volatility = Volatility.VOLATILE)
    static Boolean schema(@As(OID) long schema, String privilege) {
        return CatalogDoor.current().name("pg_namespace", schema) == null ? null : true;
    }

    @SqlFunction(name = "has_schema_privilege", description = "Whether a role may use a schema.",
            volatility = Volatility.VOLATILE)
    static boolean schema(String role, String name, String privilege) {
        needRole(role);
        return schema(name, privilege);
    }

    @SqlFunction(name = "has_database_privilege", description = "Whether the role may use a database.",
            volatility = Volatility.VOLATILE)
    static boolean database(String name, String privilege) {
        CatalogDoor.current().need("pg_database", name);
        return true;
    }

    @SqlFunction(name = "has_database_privilege", description = "Whether a role may use a database.",
            volatility = Volatility.VOLATILE)
    static boolean database(String role, String name, String privilege) {
        needRole(role);
        return database(name, privilege);
    }

    @SqlFunction(name = "has_function_privilege", description = "Whether the role may call a function.",
            volatility = Volatility.VOLATILE)
    static Boolean function(@As(OID) long function, String privilege) {
        return CatalogDoor.current().name("pg_proc", function) == null ? null : true;
    }

    @SqlFunction(name = "pg_has_role", description = "Whether the role is a member of another.",
            volatility = Volatility.VOLATILE)
    static boolean role(String name, String privilege) {
        needRole(name);
        return true;
    }

    @SqlFunction(name = "pg_has_role", description = "Whether the role is a member of another.",
            volatility = Volatility.VOLATILE)
    static Boolean role(@As(OID) long role, String privilege) {
        return CatalogDoor.current().name("pg_authid", role) == null ? null : true;
    }

    private static void needRole(String role) {
        if (CatalogDoor.current().find("pg_authid", role) == null) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + role + "\" does not exist");
        }
    }
}
