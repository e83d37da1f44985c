package dev.millrace.planner.lower;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Plan;
import dev.millrace.planner.logical.AsofJoin;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.LookupJoin;
import dev.millrace.planner.logical.SessionWindow;

/** Operators that put rows beside others of their key by time: sessions, ASOF joins and lookups. */
final class TimeLowering {

    private TimeLowering() {}

    static Lowered session(Lowering lowering, Nodes nodes, SessionWindow session) {
        Lowered dealt = lowering.hashed(lowering.lower(session.input()), session.partition());
        List<Column> columns = new ArrayList<>(dealt.columns());
        columns.add(session.start());
        columns.add(session.end());
        Plan plan = nodes.session(
                dealt.plan(),
                dealt.positions(session.partition()),
                dealt.position(session.time().id()),
                session.gapMicros(),
                Lowered.schema(columns));
        return lowering.closed(dealt.with(plan, columns), session.input(), session.time(), session.end());
    }

    static Lowered asofJoin(Lowering lowering, Nodes nodes, AsofJoin join) {
        Lowered left = lowering.hashed(lowering.lower(join.left()), join.leftKeys());
        Lowered right = lowering.hashed(lowering.lower(join.right()), join.rightKeys());
        List<Column> columns = new ArrayList<>(left.columns());
        right.columns().forEach(column -> columns.add(join.isOuter() ? column.asNullable() : column));
        Plan plan = nodes.asofJoin(new dev.millrace.executor.plan.AsofJoin(
                "",
                left.plan(),
                right.plan(),
                join.isOuter(),
                join.match(),
                left.positions(join.leftKeys()),
                right.positions(join.rightKeys()),
                left.position(join.leftTime()),
                right.position(join.rightTime()),
                Lowered.schema(columns)));
        Lowered joined = new Lowered(plan, columns, List.of(join.leftKeys()), left.isSingle());
        return lowering.select(joined, join.columns());
    }

    static Lowered lookupJoin(Lowering lowering, Nodes nodes, LookupJoin join) {
        Lowered left = lowering.hashed(lowering.lower(join.left()), join.leftKeys());
        Lowered right = lowering.hashed(lowering.lower(join.right()), join.rightKeys());
        List<Column> columns = new ArrayList<>(left.columns());
        right.columns().forEach(column -> columns.add(join.isOuter() ? column.asNullable() : column));
        Plan plan = nodes.lookupJoin(new dev.millrace.executor.plan.LookupJoin(
                "", left.plan(), right.plan(), join.isOuter(), left.positions(join.leftKeys()),
                right.positions(join.rightKeys()), Lowered.schema(columns)));
        Lowered joined = new Lowered(plan, columns, List.of(join.leftKeys()), left.isSingle());
        return lowering.select(joined, join.columns());
    }
}
