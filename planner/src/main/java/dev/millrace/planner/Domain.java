package dev.millrace.planner;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.SqlType;

/**
 * A type of CREATE DOMAIN: a base type with conditions, which are looked at where a value comes to be of it. Inside the
 * engine there are only values of the base type.
 *
 * @param base the type of the values, which is no domain
 * @param parent the domain that it was made of, or null
 * @param checks conditions over {@code VALUE}
 * @param defaultSql null without DEFAULT; what it was made of gave it its own when it was made
 */
public record Domain(
        long id, String schemaName, String name, SqlType base, Domain parent, boolean isNotNull,
        List<PlannerCatalog.Check> checks, String defaultSql) {

    public Domain {
        checks = List.copyOf(checks);
    }

    /** This and what it was made of, the innermost first. */
    public List<Domain> chain() {
        List<Domain> chain = new ArrayList<>();
        for (Domain domain = this; domain != null; domain = domain.parent) {
            chain.addFirst(domain);
        }
        return chain;
    }

    /** Whether a value of the base type may be none of it. */
    public boolean isConstrained() {
        return chain().stream().anyMatch(domain -> domain.isNotNull || !domain.checks.isEmpty());
    }

    /** As {@code format_type} prints it: with its schema where that is not public. */
    public String spelled() {
        return schemaName.equals("public") ? name : schemaName + "." + name;
    }
}
