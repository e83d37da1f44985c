package dev.millrace.planner.definition;

/** Which expressions need no parentheses inside others, where these are to be few: PostgreSQL's own rules. */
final class Simplicity {

    private Simplicity() {}

    static boolean isSimple(Shown value, Shown around) {
        return switch (value) {
            case Shown.Word _, Shown.Constant _, Shown.Call _, Shown.Choice _, Shown.RowOf _, Shown.ArrayOf _,
                    Shown.Element _, Shown.Worded _, Shown.Named _ -> true;
            case Shown.Cast cast -> cast.isFunction() || cast.isOfValue() || isSimple(cast.value(), cast);
            case Shown.Operator operator when around instanceof Shown.Operator outer ->
                bindsTighter(operator, outer);
            case Shown.Operator _, Shown.Subquery _, Shown.Test _, Shown.Distinct _ -> isSeparated(around);
            case Shown.Logic logic -> isSimpleLogic(logic, around);
            case Shown.Quantified _, Shown.Collated _ -> false;
        };
    }

    private static boolean isSimpleLogic(Shown.Logic logic, Shown around) {
        if (around instanceof Shown.Logic outer) {
            return logic.kind() == Shown.Logic.Kind.OR
                    ? outer.kind() == Shown.Logic.Kind.OR
                    : outer.kind() != Shown.Logic.Kind.NOT;
        }
        return isSeparated(around);
    }

    /** Whether what is around keeps its parts apart itself. */
    private static boolean isSeparated(Shown around) {
        return switch (around) {
            case Shown.Logic _, Shown.Element _, Shown.ArrayOf _, Shown.RowOf _, Shown.Call _, Shown.Choice _,
                    Shown.Named _ -> true;
            case Shown.Word _, Shown.Constant _, Shown.Cast _, Shown.Operator _, Shown.Subquery _, Shown.Test _,
                    Shown.Distinct _, Shown.Quantified _, Shown.Collated _, Shown.Worded _ -> false;
        };
    }

    private static boolean bindsTighter(Shown.Operator inner, Shown.Operator outer) {
        int own = rank(inner);
        int other = rank(outer);
        if (own == 0 || other == 0) {
            return false;
        }
        return own > other || own == other && inner == outer.operands().getFirst();
    }

    /** 2 for what multiplies, 1 for what adds, 0 for all else. */
    private static int rank(Shown.Operator operator) {
        if (operator.operands().size() != 2 || operator.symbol().length() != 1) {
            return 0;
        }
        return switch (operator.symbol()) {
            case "*", "/", "%" -> 2;
            case "+", "-" -> 1;
            default -> 0;
        };
    }
}
