package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Expressions;

/**
 * What the domains of attributes ask of a row of a named type: at the doors that domains have, where something becomes
 * such a row and where it is written. A NULL in the place of the row passes.
 */
final class AttributeDomains {

    private final Binding binding;

    AttributeDomains(Binding binding) {
        this.binding = binding;
    }

    List<Statement.DomainCheck> over(Expr row) {
        RowType type = row.type().kind() == SqlType.Kind.RECORD ? row.type().row() : null;
        if (type == null || !type.isNamed()) {
            return List.of();
        }
        Map<String, Domain> domains = binding.catalog.attributeDomains(type.relation());
        List<Statement.DomainCheck> checks = new ArrayList<>();
        for (int i = 0; i < type.size(); i++) {
            Expr field = Rows.field(row, i);
            Domain domain = domains.get(type.fields().get(i).name());
            if (domain != null) {
                domain.chain().forEach(one -> binding.dependOn(one.id()));
                checks.addAll(new DomainConditions(binding, domain).over(field));
            }
            checks.addAll(over(field));
        }
        return checks.stream()
                .map(check -> new Statement.DomainCheck(
                        check.domain(), check.constraint(), orIsNull(row, check.condition())))
                .toList();
    }

    private static Expr orIsNull(Expr row, Expr condition) {
        return row instanceof Expr.Row
                ? condition
                : Expressions.not(Expressions.and(
                        List.of(Expressions.not(new Expr.IsNull(row)), Expressions.not(condition))));
    }

    /** What has become a row of its type, or the error of the domain that does not take a field of it. */
    Expr checked(Expr value, SqlNode at) {
        if (value instanceof Expr.Literal literal && literal.value() == null) {
            return value;
        }
        if (value.type().kind() == SqlType.Kind.ARRAY) {
            refuseElements(value, at);
            return value;
        }
        return DomainConditions.checked(over(value), value, binding, at);
    }

    /** Elements are out of reach of conditions. */
    private void refuseElements(Expr array, SqlNode at) {
        SqlType element = Rows.of(array.type());
        boolean isEmpty = array instanceof Expr.Literal literal && "{}".equals(literal.value());
        if (element != null && !isEmpty && !over(Expr.Literal.ofNull(element)).isEmpty()) {
            throw SqlException.unsupported("an array read as one of rows with domains among their attributes")
                    .withHint("Make it of its elements: ARRAY[...].")
                    .at(binding.at(at));
        }
    }
}
