package dev.millrace.executor.function;

import dev.millrace.executor.plan.FunctionSignature.Volatility;

import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.SMALLINT;

/** Who may do what with columns, and who is a member of which role. */
final class MembershipFunctions {

    private MembershipFunctions() {}

    private static Boolean column(long role, long table, int column, String privileges) {
        return CatalogDoor.current().hasPrivilege("column", role, table, column, privileges);
    }

    private static int number(long table, String column) {
        return CatalogDoor.current().columnNumber(table, column);
    }

    private static long table(String name) {
        return CatalogDoor.current().need("pg_class", name);
    }

    private static long me() {
        return CatalogDoor.current().currentRole();
    }

    private static long role(String name) {
        return name.equals("public") ? 0 : CatalogDoor.current().need("pg_authid", name);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether the role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(String table, String column, String privilege) {
        return column(me(), table(table), number(table(table), column), privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether the role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(String table, @As(SMALLINT) long column, String privilege) {
        return column(me(), table(table), (int) column, privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether the role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(@As(OID) long table, String column, String privilege) {
        return column(me(), table, number(table, column), privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether the role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(@As(OID) long table, @As(SMALLINT) long column, String privilege) {
        return column(me(), table, (int) column, privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether a role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(String role, String table, String column, String privilege) {
        return column(role(role), table(table), number(table(table), column), privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether a role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(String role, String table, @As(SMALLINT) long column, String privilege) {
        return column(role(role), table(table), (int) column, privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether a role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(String role, @As(OID) long table, String column, String privilege) {
        return column(role(role), table, number(table, column), privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether a role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(String role, @As(OID) long table, @As(SMALLINT) long column, String privilege) {
        return column(role(role), table, (int) column, privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether a role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(@As(OID) long role, String table, String column, String privilege) {
        return column(role, table(table), number(table(table), column), privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether a role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(@As(OID) long role, String table, @As(SMALLINT) long column, String privilege) {
        return column(role, table(table), (int) column, privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether a role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(@As(OID) long role, @As(OID) long table, String column, String privilege) {
        return column(role, table, number(table, column), privilege);
    }

    @SqlFunction(name = "has_column_privilege", description = "Whether a role may use a column.",
            volatility = Volatility.VOLATILE)
    static Boolean columnPrivilege(
            @As(OID) long role, @As(OID) long table, @As(SMALLINT) long column, String privilege) {
        return column(role, table, (int) column, privilege);
    }

    @SqlFunction(name = "pg_has_role", description = "Whether the role is a member of another.",
            volatility = Volatility.VOLATILE)
    static boolean hasRole(String role, String privilege) {
        return CatalogDoor.current().hasRole(me(), role(role), privilege);
    }

    @SqlFunction(name = "pg_has_role", description = "Whether the role is a member of another.",
            volatility = Volatility.VOLATILE)
    static boolean hasRole(@As(OID) long role, String privilege) {
        return CatalogDoor.current().hasRole(me(), role, privilege);
    }

    @SqlFunction(name = "pg_has_role", description = "Whether a role is a member of another.",
            volatility = Volatility.VOLATILE)
    static boolean hasRole(String member, String role, String privilege) {
        return CatalogDoor.current().hasRole(role(member), role(role), privilege);
    }

    @SqlFunction(name = "pg_has_role", description = "Whether a role is a member of another.",
            volatility = Volatility.VOLATILE)
    static boolean hasRole(String member, @As(OID) long role, String privilege) {
        return CatalogDoor.current().hasRole(role(member), role, privilege);
    }

    @SqlFunction(name = "pg_has_role", description = "Whether a role is a member of another.",
            volatility = Volatility.VOLATILE)
    static boolean hasRole(@As(OID) long member, String role, String privilege) {
        return CatalogDoor.current().hasRole(member, role(role), privilege);
    }

    @SqlFunction(name = "pg_has_role", description = "Whether a role is a member of another.",
            volatility = Volatility.VOLATILE)
    static boolean hasRole(@As(OID) long member, @As(OID) long role, String privilege) {
        return CatalogDoor.current().hasRole(member, role, privilege);
    }
}
