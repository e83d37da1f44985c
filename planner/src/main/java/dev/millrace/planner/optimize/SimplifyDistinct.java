package dev.millrace.planner.optimize;

import java.util.BitSet;
import java.util.List;

import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/** Drops a DISTINCT over rows that are all different already, and below semi and anti joins, which count no rows. */
final class SimplifyDistinct implements Passes.Pass {

    @Override
    public Rel apply(Rel rel) {
        List<Rel> inputs = rel.inputs().stream().map(this::apply).toList();
        Rel over = inputs.isEmpty() ? rel : rel.withInputs(inputs);
        if (over instanceof Rel.Distinct distinct) {
            BitSet columns = Expressions.columns(distinct);
            boolean isUnique = UniqueKeys.of(distinct.input()).stream()
                    .anyMatch(key -> key.stream().allMatch(columns::get));
            return isUnique ? distinct.input() : distinct;
        }
        if (over instanceof Rel.Join join && join.kind().isLeftOnly() && join.right() instanceof Rel.Distinct right) {
            return new Rel.Join(join.left(), right.input(), join.kind(), join.condition());
        }
        return over;
    }
}
