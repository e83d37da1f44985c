package dev.millrace.executor.function;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** What casts to a domain ask. */
final class DomainFunctions {

    private DomainFunctions() {}

    @SqlFunction(
            name = "domain accepts",
            description = "What a cast to a domain asks of a condition: an error unless it is true or NULL.",
            strict = false)
    static boolean accepts(Boolean isMet, Text domain, Text constraint) {
        if (isMet == null || isMet) {
            return true;
        }
        throw violation(domain.toString(), constraint == null ? null : constraint.toString());
    }

    /** @param constraint null for NOT NULL */
    static SqlException violation(String domain, String constraint) {
        return constraint == null
                ? new SqlException(
                        SqlState.NOT_NULL_VIOLATION, "domain " + domain + " does not allow null values")
                : new SqlException(
                        SqlState.CHECK_VIOLATION,
                        "value for domain " + domain + " violates check constraint \"" + constraint + "\"");
    }
}
