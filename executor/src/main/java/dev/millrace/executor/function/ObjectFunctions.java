package dev.millrace.executor.function;

import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Guise;

import static dev.millrace.executor.plan.SqlType.Kind.OID;

/** Objects of the catalog by their names, and in words. */
final class ObjectFunctions {

    private ObjectFunctions() {}

    // ---- numbers by names: NULL where a cast would fail -------------------------------------------------------------

    @SqlFunction(name = "to_regproc", description = "The number of a function, or NULL when there is none.",
            volatility = Volatility.VOLATILE)
    @Guised(Guise.FUNCTION)
    static Long function(String name) {
        return name.contains("(") ? null : CatalogDoor.current().find("pg_proc", name);
    }

    @SqlFunction(name = "to_regprocedure",
            description = "The number of a function by its name and types, or NULL when there is none.",
            volatility = Volatility.VOLATILE)
    @Guised(Guise.FUNCTION_WITH_ARGUMENTS)
    static Long functionWithArguments(String name) {
        return CatalogDoor.current().find("pg_proc", name);
    }

    @SqlFunction(name = "to_regnamespace", description = "The number of a schema, or NULL when there is none.",
            volatility = Volatility.VOLATILE)
    @Guised(Guise.NAMESPACE)
    static Long schema(String name) {
        return CatalogDoor.current().find("pg_namespace", name);
    }

    @SqlFunction(name = "to_regrole", description = "The number of a role, or NULL when there is none.",
            volatility = Volatility.VOLATILE)
    @Guised(Guise.ROLE)
    static Long role(String name) {
        return CatalogDoor.current().find("pg_authid", name);
    }

    // ---- in words ---------------------------------------------------------------------------------------------------

    @SqlFunction(name = "pg_describe_object",
            description = "An object in words, by the number of its catalog, its own, and that of a column.",
            volatility = Volatility.VOLATILE)
    static String describe(@As(OID) long catalog, @As(OID) long object, int column) {
        return CatalogDoor.current().describe(catalog, object, column);
    }
}
