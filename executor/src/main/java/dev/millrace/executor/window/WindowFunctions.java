package dev.millrace.executor.window;

import java.util.List;
import java.util.function.Function;

import dev.millrace.executor.aggregate.Accumulators;
import dev.millrace.executor.aggregate.Folding;
import dev.millrace.executor.expression.Evaluator;
import dev.millrace.executor.plan.AggregateCall;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FoldCall;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SortKey;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.WindowCall;
import dev.millrace.executor.plan.WindowFrame;
import dev.millrace.executor.state.OrderedTable;
import dev.millrace.executor.state.StateReader;

/** Makes the functions of a window's calls. */
public final class WindowFunctions {

    private final Plan.Window plan;
    private final Function<Expr, Evaluator> compiler;
    /** The input's columns and the row's place, which orders what is put together of a frame's values. */
    private final Schema schema;

    /**
     * A call, ready to be computed.
     *
     * @param edges where its frame begins and ends by value, for the operator's own questions; null for other frames
     * @param isSliding goes on from a saved state with the rows that fall out of its frame alone
     */
    public record Ready(WindowFunction function, Reach reach, RangeEdges edges, boolean isSliding) {

        private Ready(WindowFunction function, Reach reach) {
            this(function, reach, null, false);
        }

        /** Where the rows end that it reads around a row; null where no bound by value says so. */
        public RangeEdges readEdges() {
            return isSliding ? edges.withoutStart() : edges;
        }
    }

    public WindowFunctions(Plan.Window plan, Function<Expr, Evaluator> compiler) {
        this.plan = plan;
        this.compiler = compiler;
        schema = plan.input().schema().concat(Schema.of(new Schema.Field("place", SqlType.BIGINT, false)));
    }

    /** @throws SqlException 0A000 for an aggregate that there is none of */
    public Ready of(WindowCall call) {
        return switch (call.name()) {
            case "row_number" -> rank(RankFunction.Kind.ROW_NUMBER);
            case "rank" -> rank(RankFunction.Kind.RANK);
            case "dense_rank" -> rank(RankFunction.Kind.DENSE_RANK);
            case "percent_rank" -> rank(RankFunction.Kind.PERCENT_RANK);
            case "cume_dist" -> rank(RankFunction.Kind.CUME_DIST);
            case "ntile" -> new Ready(new NtileFunction(argument(call, 0)), Reach.ALL);
            case "lag" -> lag(call, -1);
            case "lead" -> lag(call, 1);
            default -> framed(call);
        };
    }

    private static Ready rank(RankFunction.Kind kind) {
        RankFunction function = new RankFunction(kind);
        return new Ready(function, function.reach());
    }

    private Argument argument(WindowCall call, int index) {
        return index < call.arguments().size() ? new Argument(call.arguments().get(index), compiler) : null;
    }

    private Ready lag(WindowCall call, int direction) {
        LagFunction function =
                new LagFunction(argument(call, 0), argument(call, 1), argument(call, 2), direction);
        return new Ready(function, function.reach());
    }

    private Ready framed(WindowCall call) {
        FrameOffsets offsets;
        try {
            offsets = FrameOffsets.of(call.frame(), compiler);
        } catch (SqlException failure) {
            return new Ready(new FailingFunction(failure), Reach.NONE);
        }
        Frames frames = new Frames(offsets, call.frame().exclusion(), edges(call.frame(), offsets));
        WindowFunction function = switch (call.name()) {
            case "first_value" -> new FrameValue(argument(call, 0), null, false, frames);
            case "last_value" -> new FrameValue(argument(call, 0), null, true, frames);
            case "nth_value" -> new FrameValue(argument(call, 0), argument(call, 1), false, frames);
            default -> aggregate(call, frames);
        };
        boolean isResumable = function instanceof FrameAggregate aggregate && aggregate.isResumable();
        Reach reach = switch (function) {
            case FrameValue value -> value.ofFunction();
            case FrameAggregate _ when isResumable && frames.isSliding() -> Reach.sliding(offsets);
            case FrameAggregate _ when isResumable -> Reach.running(offsets);
            default -> Reach.of(offsets);
        };
        return new Ready(function, reach, edges(call.frame(), offsets), isResumable && frames.isSliding());
    }

    private RangeEdges edges(WindowFrame frame, FrameOffsets offsets) {
        boolean hasOffset = offsets.start().isRange() || offsets.end().isRange();
        return hasOffset ? new RangeEdges(frame, offsets, plan.order().getFirst(), compiler) : null;
    }

    private WindowFunction aggregate(WindowCall call, Frames frames) {
        List<Integer> arguments =
                call.arguments().stream().map(argument -> ((Expr.Input) argument).index()).toList();
        if (FoldCall.is(call.function())) {
            return folded(call, arguments.stream().mapToInt(Integer::intValue).toArray(), frames);
        }
        SortKey place = SortKey.ascending(schema.size() - 1);
        AggregateCall aggregate =
                new AggregateCall(call.function(), arguments, false, -1, List.of(place), call.type());
        // From the partition's start on rows only ever come into the frame.
        boolean isGrowing = frames.offsets().startIsUnbounded() && !frames.hasExclusion();
        return new FrameAggregate(
                () -> Accumulators.of(
                        aggregate, schema, isGrowing, ordinal -> new OrderedTable(0, StateReader.NONE, true),
                        compiler),
                call.filter(),
                frames,
                call.type());
    }

    private FoldedFrame folded(WindowCall call, int[] arguments, Frames frames) {
        FoldCall fold = FoldCall.of(call.function());
        boolean isMoving = fold.moving() != null && !frames.offsets().startIsUnbounded() && !frames.hasExclusion();
        Folding folding = new Folding(isMoving ? fold.moving() : fold.steps(), arguments.length, compiler);
        return new FoldedFrame(folding, arguments, call.filter(), frames, call.type());
    }
}
