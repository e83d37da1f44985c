package dev.millrace.server.catalog;

import java.util.List;
import java.util.Set;

import dev.millrace.executor.plan.SqlType;

/**
 * A type made by CREATE DOMAIN.
 *
 * @param base the type of the values, which is no domain
 * @param parent number of the domain that it was made of, or null
 * @param defaultSql null without DEFAULT
 */
public record DomainObject(
        long id, String schemaName, String name, SqlType base, Long parent, boolean isNotNull,
        List<CatalogObject.Check> checks, String defaultSql)
        implements CatalogObject {

    public DomainObject {
        checks = List.copyOf(checks);
    }

    @Override
    public String kindName() {
        return "domain";
    }

    @Override
    public DomainObject named(String otherSchema, String otherName) {
        return new DomainObject(id, otherSchema, otherName, base, parent, isNotNull, checks, defaultSql);
    }

    public DomainObject withDefault(String sql) {
        return new DomainObject(id, schemaName, name, base, parent, isNotNull, checks, sql);
    }

    public DomainObject withNotNull(boolean other) {
        return new DomainObject(id, schemaName, name, base, parent, other, checks, defaultSql);
    }

    public DomainObject withChecks(List<CatalogObject.Check> others) {
        return new DomainObject(id, schemaName, name, base, parent, isNotNull, others, defaultSql);
    }

    @Override
    public Set<Long> dependencies() {
        Set<Long> needed = NamedType.in(List.of(base));
        if (parent != null) {
            needed.add(parent);
        }
        return needed;
    }

    /** As {@code format_type} prints it: with its schema where that is not public. */
    public String spelled() {
        return schemaName.equals(CatalogSnapshot.PUBLIC) ? name : schemaName + "." + name;
    }
}
