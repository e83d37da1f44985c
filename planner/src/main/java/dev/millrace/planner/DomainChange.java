package dev.millrace.planner;

import java.util.List;

import dev.millrace.executor.plan.SqlType;

/** CREATE DOMAIN and ALTER DOMAIN. */
public sealed interface DomainChange extends ObjectChange {

    Statement.QualifiedName name();

    /** @param checks those without a name get PostgreSQL's */
    record Create(
            Statement.QualifiedName name, SqlType base, Domain parent, boolean isNotNull,
            List<Statement.CheckDefinition> checks, String defaultSql)
            implements DomainChange {}

    /** SET and DROP DEFAULT. @param sql null to have none */
    record Default(Statement.QualifiedName name, String sql) implements DomainChange {}

    record NotNull(Statement.QualifiedName name, boolean isNotNull) implements DomainChange {}

    record AddCheck(Statement.QualifiedName name, Statement.CheckDefinition check) implements DomainChange {}

    record DropConstraint(Statement.QualifiedName name, String constraint, boolean ifExists)
            implements DomainChange {}
}
