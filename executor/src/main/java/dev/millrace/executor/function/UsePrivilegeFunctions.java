package dev.millrace.executor.function;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.function.PrivilegeFunctions.has;
import static dev.millrace.executor.function.PrivilegeFunctions.me;
import static dev.millrace.executor.function.PrivilegeFunctions.role;
import static dev.millrace.executor.plan.SqlType.Kind.OID;

/** Who may call functions, and use types and languages: PostgreSQL's questions, with roles by name or number. */
final class UsePrivilegeFunctions {

    private UsePrivilegeFunctions() {}

    /** With the types of what it is called with. */
    private static long function(String name) {
        if (name.indexOf('(') < 0) {
            throw new SqlException(SqlState.INVALID_TEXT_REPRESENTATION, "expected a left parenthesis");
        }
        return CatalogDoor.current().need("pg_proc", name);
    }

    private static long type(String name) {
        return CatalogDoor.current().need("pg_type", name);
    }

    private static long language(String name) {
        return CatalogDoor.current().need("pg_language", name);
    }

    @SqlFunction(name = "has_function_privilege", description = "Whether the role may call a function.",
            volatility = Volatility.VOLATILE)
    static Boolean hasFunction(String name, String privilege) {
        return has("function", me(), function(name), privilege);
    }

    @SqlFunction(name = "has_function_privilege", description = "Whether the role may call a function.",
            volatility = Volatility.VOLATILE)
    static Boolean hasFunction(@As(OID) long object, String privilege) {
        return has("function", me(), object, privilege);
    }

    @SqlFunction(name = "has_function_privilege", description = "Whether a role may call a function.",
            volatility = Volatility.VOLATILE)
    static Boolean hasFunction(String role, String name, String privilege) {
        return has("function", role(role), function(name), privilege);
    }

    @SqlFunction(name = "has_function_privilege", description = "Whether a role may call a function.",
            volatility = Volatility.VOLATILE)
    static Boolean hasFunction(String role, @As(OID) long object, String privilege) {
        return has("function", role(role), object, privilege);
    }

    @SqlFunction(name = "has_function_privilege", description = "Whether a role may call a function.",
            volatility = Volatility.VOLATILE)
    static Boolean hasFunction(@As(OID) long role, String name, String privilege) {
        return has("function", role, function(name), privilege);
    }

    @SqlFunction(name = "has_function_privilege", description = "Whether a role may call a function.",
            volatility = Volatility.VOLATILE)
    static Boolean hasFunction(@As(OID) long role, @As(OID) long object, String privilege) {
        return has("function", role, object, privilege);
    }

    @SqlFunction(name = "has_type_privilege", description = "Whether the role may use a type.",
            volatility = Volatility.VOLATILE)
    static Boolean hasType(String name, String privilege) {
        return has("type", me(), type(name), privilege);
    }

    @SqlFunction(name = "has_type_privilege", description = "Whether the role may use a type.",
            volatility = Volatility.VOLATILE)
    static Boolean hasType(@As(OID) long object, String privilege) {
        return has("type", me(), object, privilege);
    }

    @SqlFunction(name = "has_type_privilege", description = "Whether a role may use a type.",
            volatility = Volatility.VOLATILE)
    static Boolean hasType(String role, String name, String privilege) {
        return has("type", role(role), type(name), privilege);
    }

    @SqlFunction(name = "has_type_privilege", description = "Whether a role may use a type.",
            volatility = Volatility.VOLATILE)
    static Boolean hasType(String role, @As(OID) long object, String privilege) {
        return has("type", role(role), object, privilege);
    }

    @SqlFunction(name = "has_type_privilege", description = "Whether a role may use a type.",
            volatility = Volatility.VOLATILE)
    static Boolean hasType(@As(OID) long role, String name, String privilege) {
        return has("type", role, type(name), privilege);
    }

    @SqlFunction(name = "has_type_privilege", description = "Whether a role may use a type.",
            volatility = Volatility.VOLATILE)
    static Boolean hasType(@As(OID) long role, @As(OID) long object, String privilege) {
        return has("type", role, object, privilege);
    }

    @SqlFunction(name = "has_language_privilege", description = "Whether the role may use a language.",
            volatility = Volatility.VOLATILE)
    static Boolean hasLanguage(String name, String privilege) {
        return has("language", me(), language(name), privilege);
    }

    @SqlFunction(name = "has_language_privilege", description = "Whether the role may use a language.",
            volatility = Volatility.VOLATILE)
    static Boolean hasLanguage(@As(OID) long object, String privilege) {
        return has("language", me(), object, privilege);
    }

    @SqlFunction(name = "has_language_privilege", description = "Whether a role may use a language.",
            volatility = Volatility.VOLATILE)
    static Boolean hasLanguage(String role, String name, String privilege) {
        return has("language", role(role), language(name), privilege);
    }

    @SqlFunction(name = "has_language_privilege", description = "Whether a role may use a language.",
            volatility = Volatility.VOLATILE)
    static Boolean hasLanguage(String role, @As(OID) long object, String privilege) {
        return has("language", role(role), object, privilege);
    }

    @SqlFunction(name = "has_language_privilege", description = "Whether a role may use a language.",
            volatility = Volatility.VOLATILE)
    static Boolean hasLanguage(@As(OID) long role, String name, String privilege) {
        return has("language", role, language(name), privilege);
    }

    @SqlFunction(name = "has_language_privilege", description = "Whether a role may use a language.",
            volatility = Volatility.VOLATILE)
    static Boolean hasLanguage(@As(OID) long role, @As(OID) long object, String privilege) {
        return has("language", role, object, privilege);
    }
}
