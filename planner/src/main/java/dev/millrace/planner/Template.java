package dev.millrace.planner;

import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/**
 * A statement's text in which parameters stand for constants, so that it can be planned once for all that differ in
 * nothing else. Each parameter means what its constant meant, provided that it is planned with the constant's type;
 * should the template not plan, or a constant not convert, the statement is to be planned as it was written.
 *
 * @param parameters how many parameters the statement has of its own; those for the constants come after them
 * @param constants with the types of literals: strings are of unknown type, and are to be converted to the type that
 *     their place turns out to have
 */
public record Template(String sql, int parameters, List<Expr.Literal> constants) {
    public Template {
        constants = List.copyOf(constants);
    }

    /** The types that the constants' parameters are to be planned with. */
    public List<SqlType> types() {
        return constants.stream().map(Expr.Literal::type).toList();
    }
}
