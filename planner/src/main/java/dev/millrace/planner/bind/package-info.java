/**
 * From syntax to meaning, by PostgreSQL's rules: names are looked up in {@link dev.millrace.planner.bind.Scope}s, calls
 * and operators are resolved by {@link dev.millrace.planner.bind.OverloadResolution} under the conversions of {@link
 * dev.millrace.planner.bind.Conversions}, and the result is the logical algebra of {@code planner.logical}.
 *
 * <p>{@link dev.millrace.planner.bind.QueryBinder} takes queries apart, {@link
 * dev.millrace.planner.bind.SelectBinder} one SELECT, {@link dev.millrace.planner.bind.FromBinder} its FROM, {@link
 * dev.millrace.planner.bind.ExpressionBinder} expressions; the …Binder classes for statements build the records of
 * {@code Statement}. Whatever one statement's binders share is in {@link dev.millrace.planner.bind.Binding}. Calcite's
 * syntax tree is read here, and in {@code planner.definition} by what {@link dev.millrace.planner.bind.Meanings} says
 * of it; nothing of Calcite leaves these packages.
 */
package dev.millrace.planner.bind;
