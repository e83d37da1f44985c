package dev.millrace.executor.expression;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/** Chooses overloads and inserts casts, as PostgreSQL does, for {@link SqlReader}. */
final class CallResolver {

    private static final List<Kind> NUMBERS =
            List.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC, Kind.REAL, Kind.DOUBLE);
    private static final List<Kind> TIMES = List.of(Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ);
    private static final List<Kind> PREFERRED =
            List.of(Kind.DOUBLE, Kind.TEXT, Kind.TIMESTAMPTZ, Kind.BOOLEAN, Kind.INTERVAL, Kind.OID);

    private final ConstantFolding folding;

    CallResolver(ZoneId zone) {
        folding = new ConstantFolding(Functions.standard(), zone);
    }

    Expr cast(Expr value, SqlType type) {
        // A literal becomes a value where it stands, as the planner does it.
        Expr cast = new Expr.Cast(value, type);
        return value instanceof Expr.Literal(Object content, SqlType from)
                        && from.kind() == Kind.UNKNOWN
                        && content != null
                ? folding.evaluate(cast)
                : cast;
    }

    Expr coerce(Expr value, SqlType type) {
        SqlType plain = value.type().withoutModifiers();
        return plain.equals(type) || type.kind() == Kind.UNKNOWN ? value : cast(value, type);
    }

    /** To one type: the one of them that all others become implicitly. */
    List<Expr> unify(List<Expr> values) {
        SqlType common = SqlType.UNKNOWN;
        for (Expr value : values) {
            SqlType type = value.type().withoutModifiers();
            boolean wider = isImplicit(common.kind(), type.kind()) && type.kind() != Kind.UNKNOWN;
            if (common.kind() == Kind.UNKNOWN || wider) {
                common = type;
            }
        }
        SqlType target = common.kind() == Kind.UNKNOWN ? SqlType.TEXT : common;
        return values.stream().map(value -> coerce(value, target)).toList();
    }

    static boolean isImplicit(Kind from, Kind to) {
        if (from == to || from == Kind.UNKNOWN || to == Kind.UNKNOWN) {
            return true;
        }
        if (NUMBERS.contains(from) && NUMBERS.contains(to)) {
            return NUMBERS.indexOf(from) < NUMBERS.indexOf(to);
        }
        if (TIMES.contains(from) && TIMES.contains(to)) {
            return TIMES.indexOf(from) < TIMES.indexOf(to);
        }
        return from == Kind.TIME && to == Kind.INTERVAL
                || (from == Kind.VARCHAR || from == Kind.CHAR) && to == Kind.TEXT
                || from == Kind.VARCHAR && to == Kind.CHAR
                || from.isInteger() && to == Kind.OID;
    }

    Expr call(String name, List<Expr> arguments) {
        FunctionSignature best = resolve(name, arguments);
        List<Expr> coerced = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            coerced.add(coerce(arguments.get(i), parameter(best, i)));
        }
        return new Expr.Call(best.id(), coerced, best.result());
    }

    private static SqlType parameter(FunctionSignature signature, int index) {
        return signature.parameters().get(Math.min(index, signature.parameters().size() - 1));
    }

    private static FunctionSignature resolve(String name, List<Expr> arguments) {
        List<FunctionSignature> candidates = new ArrayList<>();
        for (FunctionSignature signature : Functions.standard().overloads(name)) {
            int count = signature.parameters().size();
            boolean fits = signature.variadic() ? arguments.size() >= count - 1 : arguments.size() == count;
            for (int i = 0; fits && i < arguments.size(); i++) {
                fits = isImplicit(arguments.get(i).type().kind(), parameter(signature, i).kind());
            }
            if (fits) {
                candidates.add(signature);
            }
        }
        if (candidates.isEmpty()) {
            throw new SqlException(
                    "42883",
                    "function does not exist: " + name + arguments.stream().map(Expr::type).toList());
        }
        if (candidates.size() > 1 && arguments.size() == 2) {
            assumeSameType(candidates, arguments);
        }
        keepBest(candidates, arguments, CallResolver::exactMatches);
        keepBest(candidates, arguments, CallResolver::preferredMatches);
        keepBest(candidates, arguments, CallResolver::textForUnknown);
        return candidates.getFirst();
    }

    /** An unknown operand of a binary operator is taken to be of the other's type, when there is such an operator. */
    private static void assumeSameType(List<FunctionSignature> candidates, List<Expr> arguments) {
        Kind left = arguments.get(0).type().kind();
        Kind right = arguments.get(1).type().kind();
        if (left == Kind.UNKNOWN ^ right == Kind.UNKNOWN) {
            Kind known = left == Kind.UNKNOWN ? right : left;
            List<FunctionSignature> same = candidates.stream()
                    .filter(signature -> !Character.isLetter(signature.name().charAt(0)))
                    .filter(signature -> parameter(signature, 0).kind() == known)
                    .filter(signature -> parameter(signature, 1).kind() == known)
                    .toList();
            if (!same.isEmpty()) {
                candidates.retainAll(same);
            }
        }
    }

    private interface Score {
        int of(FunctionSignature signature, List<Expr> arguments);
    }

    private static void keepBest(List<FunctionSignature> candidates, List<Expr> arguments, Score score) {
        int best = candidates.stream().mapToInt(candidate -> score.of(candidate, arguments)).max().orElseThrow();
        candidates.removeIf(candidate -> score.of(candidate, arguments) < best);
    }

    private static int exactMatches(FunctionSignature signature, List<Expr> arguments) {
        int matches = 0;
        for (int i = 0; i < arguments.size(); i++) {
            matches += isExact(arguments.get(i).type().kind(), parameter(signature, i).kind()) ? 1 : 0;
        }
        return matches;
    }

    /** A parameter of no kind takes any value as it is. */
    private static boolean isExact(Kind kind, Kind parameter) {
        return kind != Kind.UNKNOWN && (kind == parameter || parameter == Kind.UNKNOWN);
    }

    private static int preferredMatches(FunctionSignature signature, List<Expr> arguments) {
        int matches = 0;
        for (int i = 0; i < arguments.size(); i++) {
            Kind kind = arguments.get(i).type().kind();
            Kind parameter = parameter(signature, i).kind();
            boolean isPreferred = kind != Kind.UNKNOWN && PREFERRED.contains(parameter);
            matches += isExact(kind, parameter) || isPreferred ? 1 : 0;
        }
        return matches;
    }

    private static int textForUnknown(FunctionSignature signature, List<Expr> arguments) {
        int matches = 0;
        for (int i = 0; i < arguments.size(); i++) {
            Kind parameter = parameter(signature, i).kind();
            matches += arguments.get(i).type().kind() == Kind.UNKNOWN
                    ? (parameter == Kind.TEXT ? 3 : PREFERRED.contains(parameter) ? 1 : 0)
                    : 0;
        }
        return matches;
    }
}
