package dev.millrace.executor.plan;

/** Plans as bytes, with a version: what is kept of a materialized view, and what could be sent elsewhere to run. */
public final class PlanCodec {

    /** To be raised with every change of a record of this package that old bytes do not fit. */
    public static final int VERSION = 11;

    private static final RecordCodec CODEC = new RecordCodec(VERSION, types());

    private PlanCodec() {}

    /** Every type a plan is made of, for codecs of things that contain plans. */
    public static Class<?>[] types() {
        return new Class<?>[] {
            Plan.class, Plan.SetOperation.Kind.class, Expr.class, Schema.class, Schema.Field.class, SqlType.class,
            SqlType.Kind.class, Guise.class, EnumType.class, EnumType.Label.class,
            RowType.class, RowType.Field.class,
            SortKey.class, AggregateCall.class, JoinKind.class, Distribution.class, QueryPlan.class,
            TimeWindows.class, TimeBound.class, TimeBound.Kind.class,
            WindowCall.class, WindowFrame.class, WindowFrame.Unit.class, WindowFrame.Exclusion.class, FrameBound.class,
            FrameBound.Kind.class, AsofJoin.Match.class,
        };
    }

    public static byte[] encode(Plan plan) {
        return CODEC.encode(plan);
    }

    /** @throws IllegalArgumentException when the bytes are malformed or of another version */
    public static Plan decode(byte[] bytes) {
        return (Plan) CODEC.decode(bytes);
    }
}
