package dev.millrace.executor.function;

import java.util.List;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** Who may do what with the objects of the catalog: PostgreSQL's questions, with roles by name or number. */
final class PrivilegeFunctions {

    private PrivilegeFunctions() {}

    static Boolean has(String kind, long role, long object, String privileges) {
        return CatalogDoor.current().hasPrivilege(kind, role, object, 0, privileges);
    }

    private static long named(String catalog, String name) {
        return CatalogDoor.current().need(catalog, name);
    }

    static long me() {
        return CatalogDoor.current().currentRole();
    }

    static long role(String name) {
        return name.equals("public") ? 0 : named("pg_authid", name);
    }

    @SqlFunction(name = "acldefault", description = "Who may do what with a new object of an owner, by its kind.",
            volatility = Volatility.VOLATILE)
    @ArrayOf(TEXT)
    @Guised(Guise.ACL_ITEM)
    static byte[] initial(String kind, @As(OID) long owner) {
        List<String> items = CatalogDoor.current().initialAcl(kind, owner);
        if (items == null) {
            throw new SqlException(SqlState.INTERNAL_ERROR, "unrecognized object type abbreviation: " + kind);
        }
        return SessionFunctions.texts(items);
    }

    @SqlFunction(name = "row_security_active", description = "Whether rows are hidden from the session: never.",
            volatility = Volatility.STABLE)
    static boolean isRowSecurityActive(@As(OID) long relation) {
        return false;
    }

    @SqlFunction(name = "has_table_privilege", description = "Whether the role may use a table.",
            volatility = Volatility.VOLATILE)
    static Boolean table(String name, String privilege) {
        return has("table", me(), named("pg_class", name), privilege);
    }

    @SqlFunction(name = "has_table_privilege", description = "Whether the role may use a table.",
            volatility = Volatility.VOLATILE)
    static Boolean table(@As(OID) long object, String privilege) {
        return has("table", me(), object, privilege);
    }

    @SqlFunction(name = "has_table_privilege", description = "Whether a role may use a table.",
            volatility = Volatility.VOLATILE)
    static Boolean table(String role, String name, String privilege) {
        return has("table", role(role), named("pg_class", name), privilege);
    }

    @SqlFunction(name = "has_table_privilege", description = "Whether a role may use a table.",
            volatility = Volatility.VOLATILE)
    static Boolean table(String role, @As(OID) long object, String privilege) {
        return has("table", role(role), object, privilege);
    }

    @SqlFunction(name = "has_table_privilege", description = "Whether a role may use a table.",
            volatility = Volatility.VOLATILE)
    static Boolean table(@As(OID) long role, String name, String privilege) {
        return has("table", role, named("pg_class", name), privilege);
    }

    @SqlFunction(name = "has_table_privilege", description = "Whether a role may use a table.",
            volatility = Volatility.VOLATILE)
    static Boolean table(@As(OID) long role, @As(OID) long object, String privilege) {
        return has("table", role, object, privilege);
    }

    @SqlFunction(name = "has_any_column_privilege", description = "Whether the role may use some column of a table.",
            volatility = Volatility.VOLATILE)
    static Boolean anyColumn(String name, String privilege) {
        return has("any column", me(), named("pg_class", name), privilege);
    }

    @SqlFunction(name = "has_any_column_privilege", description = "Whether the role may use some column of a table.",
            volatility = Volatility.VOLATILE)
    static Boolean anyColumn(@As(OID) long object, String privilege) {
        return has("any column", me(), object, privilege);
    }

    @SqlFunction(name = "has_any_column_privilege", description = "Whether a role may use some column of a table.",
            volatility = Volatility.VOLATILE)
    static Boolean anyColumn(String role, String name, String privilege) {
        return has("any column", role(role), named("pg_class", name), privilege);
    }

    @SqlFunction(name = "has_any_column_privilege", description = "Whether a role may use some column of a table.",
            volatility = Volatility.VOLATILE)
    static Boolean anyColumn(String role, @As(OID) long object, String privilege) {
        return has("any column", role(role), object, privilege);
    }

    @SqlFunction(name = "has_any_column_privilege", description = "Whether a role may use some column of a table.",
            volatility = Volatility.VOLATILE)
    static Boolean anyColumn(@As(OID) long role, String name, String privilege) {
        return has("any column", role, named("pg_class", name), privilege);
    }

    @SqlFunction(name = "has_any_column_privilege", description = "Whether a role may use some column of a table.",
            volatility = Volatility.VOLATILE)
    static Boolean anyColumn(@As(OID) long role, @As(OID) long object, String privilege) {
        return has("any column", role, object, privilege);
    }

    @SqlFunction(name = "has_sequence_privilege", description = "Whether the role may use a sequence.",
            volatility = Volatility.VOLATILE)
    static Boolean sequence(String name, String privilege) {
        return has("sequence", me(), named("pg_class", name), privilege);
    }

    @SqlFunction(name = "has_sequence_privilege", description = "Whether the role may use a sequence.",
            volatility = Volatility.VOLATILE)
    static Boolean sequence(@As(OID) long object, String privilege) {
        return has("sequence", me(), object, privilege);
    }

    @SqlFunction(name = "has_sequence_privilege", description = "Whether a role may use a sequence.",
            volatility = Volatility.VOLATILE)
    static Boolean sequence(String role, String name, String privilege) {
        return has("sequence", role(role), named("pg_class", name), privilege);
    }

    @SqlFunction(name = "has_sequence_privilege", description = "Whether a role may use a sequence.",
            volatility = Volatility.VOLATILE)
    static Boolean sequence(String role, @As(OID) long object, String privilege) {
        return has("sequence", role(role), object, privilege);
    }

    @SqlFunction(name = "has_sequence_privilege", description = "Whether a role may use a sequence.",
            volatility = Volatility.VOLATILE)
    static Boolean sequence(@As(OID) long role, String name, String privilege) {
        return has("sequence", role, named("pg_class", name), privilege);
    }

    @SqlFunction(name = "has_sequence_privilege", description = "Whether a role may use a sequence.",
            volatility = Volatility.VOLATILE)
    static Boolean sequence(@As(OID) long role, @As(OID) long object, String privilege) {
        return has("sequence", role, object, privilege);
    }

    @SqlFunction(name = "has_schema_privilege", description = "Whether the role may use a schema.",
            volatility = Volatility.VOLATILE)
    static Boolean schema(String name, String privilege) {
        return has("schema", me(), named("pg_namespace", name), privilege);
    }

    @SqlFunction(name = "has_schema_privilege", description = "Whether the role may use a schema.",
            volatility = Volatility.VOLATILE)
    static Boolean schema(@As(OID) long object, String privilege) {
        return has("schema", me(), object, privilege);
    }

    @SqlFunction(name = "has_schema_privilege", description = "Whether a role may use a schema.",
            volatility = Volatility.VOLATILE)
    static Boolean schema(String role, String name, String privilege) {
        return has("schema", role(role), named("pg_namespace", name), privilege);
    }

    @SqlFunction(name = "has_schema_privilege", description = "Whether a role may use a schema.",
            volatility = Volatility.VOLATILE)
    static Boolean schema(String role, @As(OID) long object, String privilege) {
        return has("schema", role(role), object, privilege);
    }

    @SqlFunction(name = "has_schema_privilege", description = "Whether a role may use a schema.",
            volatility = Volatility.VOLATILE)
    static Boolean schema(@As(OID) long role, String name, String privilege) {
        return has("schema", role, named("pg_namespace", name), privilege);
    }

    @SqlFunction(name = "has_schema_privilege", description = "Whether a role may use a schema.",
            volatility = Volatility.VOLATILE)
    static Boolean schema(@As(OID) long role, @As(OID) long object, String privilege) {
        return has("schema", role, object, privilege);
    }

    @SqlFunction(name = "has_database_privilege", description = "Whether the role may use a database.",
            volatility = Volatility.VOLATILE)
    static Boolean database(String name, String privilege) {
        return has("database", me(), named("pg_database", name), privilege);
    }

    @SqlFunction(name = "has_database_privilege", description = "Whether the role may use a database.",
            volatility = Volatility.VOLATILE)
    static Boolean database(@As(OID) long object, String privilege) {
        return has("database", me(), object, privilege);
    }

    @SqlFunction(name = "has_database_privilege", description = "Whether a role may use a database.",
            volatility = Volatility.VOLATILE)
    static Boolean database(String role, String name, String privilege) {
        return has("database", role(role), named("pg_database", name), privilege);
    }

    @SqlFunction(name = "has_database_privilege", description = "Whether a role may use a database.",
            volatility = Volatility.VOLATILE)
    static Boolean database(String role, @As(OID) long object, String privilege) {
        return has("database", role(role), object, privilege);
    }

    @SqlFunction(name = "has_database_privilege", description = "Whether a role may use a database.",
            volatility = Volatility.VOLATILE)
    static Boolean database(@As(OID) long role, String name, String privilege) {
        return has("database", role, named("pg_database", name), privilege);
    }

    @SqlFunction(name = "has_database_privilege", description = "Whether a role may use a database.",
            volatility = Volatility.VOLATILE)
    static Boolean database(@As(OID) long role, @As(OID) long object, String privilege) {
        return has("database", role, object, privilege);
    }
}
