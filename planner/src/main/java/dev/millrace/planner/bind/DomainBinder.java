package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.DomainChange;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.statement.SqlAlterDomain;
import dev.millrace.sql.parser.statement.SqlCreateDomain;

/** CREATE DOMAIN and ALTER DOMAIN: expressions are tried, and kept as text. */
final class DomainBinder {

    private final Binding binding;
    private final QueryBinder queries;

    DomainBinder(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    Statement create(SqlCreateDomain create) {
        TypeNames.Declared of = TypeNames.declared(create.type(), binding);
        String name = create.name().names.getLast();
        Domain domain = new Domain(0, "", name, of.type(), of.domain(), create.notNull(), List.of(), null);
        List<Statement.CheckDefinition> checks = new ArrayList<>();
        for (SqlCreateDomain.Check check : create.checks()) {
            checks.add(check(check.name(), check.condition(), domain));
        }
        String defaultSql = create.defaultValue() == null && of.domain() != null
                ? of.domain().defaultSql()
                : defaultOf(create.defaultValue(), of.type(), name);
        return new DomainChange.Create(
                StatementBinder.name(create.name()), of.type(), of.domain(), create.notNull(), checks, defaultSql);
    }

    private Statement.CheckDefinition check(SqlIdentifier name, SqlNode condition, Domain domain) {
        new DomainConditions(binding, domain).check(condition);
        return new Statement.CheckDefinition(
                name == null ? null : name.getSimple(), KeptText.of(condition, binding));
    }

    private String defaultOf(SqlNode value, SqlType type, String name) {
        if (value == null) {
            return null;
        }
        Expr bound = queries.expressions.bind(value, new Frame(Scope.NONE, "DEFAULT expressions"));
        binding.coercion.assignment(bound, type, name, value);
        return KeptText.of(value, binding);
    }

    Statement alter(SqlAlterDomain alter) {
        Statement.QualifiedName name = StatementBinder.name(alter.name());
        Domain domain = binding.domain(alter.name().names).orElseThrow(() -> missing(alter.name()));
        return switch (alter.change()) {
            case SET_DEFAULT -> new DomainChange.Default(
                    name, defaultOf(alter.expression(), domain.base(), domain.name()));
            case DROP_DEFAULT -> new DomainChange.Default(name, null);
            case SET_NOT_NULL -> new DomainChange.NotNull(name, true);
            case DROP_NOT_NULL -> new DomainChange.NotNull(name, false);
            case ADD_CHECK -> new DomainChange.AddCheck(
                    name, check(alter.constraint(), alter.expression(), domain));
            case DROP_CONSTRAINT ->
                new DomainChange.DropConstraint(name, alter.constraint().getSimple(), alter.ifExists());
        };
    }

    private SqlException missing(SqlIdentifier name) {
        String written = String.join(".", name.names);
        return binding.enumType(name.names).isPresent()
                ? new SqlException(SqlState.WRONG_OBJECT_TYPE, written + " is not a domain")
                : new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + written + "\" does not exist");
    }
}
