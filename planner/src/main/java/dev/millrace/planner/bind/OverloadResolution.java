package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;
import dev.millrace.planner.bind.Conversions.Category;
import dev.millrace.planner.bind.Conversions.Strength;

/**
 * Which overload a call means: the rules of PostgreSQL's manual, chapters 10.2 (operators) and 10.3 (functions), in
 * their
 * order. A parameter of kind UNKNOWN in a signature takes any type.
 */
final class OverloadResolution {

    /**
     * An overload with its parameters spread to the call's number of arguments.
     *
     * @param parameters what each argument is converted to; UNKNOWN where any type is taken as it is
     * @param result UNKNOWN where it is the type of such an argument
     */
    record Match(FunctionSignature signature, List<SqlType> parameters, SqlType result) {

        /** The same for rows of a type. */
        Match ofRows(SqlType row) {
            return new Match(
                    signature, parameters.stream().map(type -> Rows.mapped(type, row)).toList(),
                    Rows.mapped(result, row));
        }

        /** What a call returns; a signature that takes any type returns that of the first such argument. */
        SqlType resultType(List<Expr> arguments) {
            boolean isArray = result.kind() == Kind.ARRAY && result.element().kind() == Kind.UNKNOWN;
            if (signature.name().equals("array_agg") && !Arrays.isVector(arguments.getFirst().type())) {
                SqlType given = arguments.getFirst().type().named();
                return given.kind() == Kind.ARRAY ? given : SqlType.arrayOf(given);
            }
            if (result.kind() != Kind.UNKNOWN && !isArray) {
                return result;
            }
            for (int i = 0; i < arguments.size(); i++) {
                SqlType parameter = parameters.get(i);
                SqlType given = arguments.get(i).type();
                SqlType type = Arrays.isVector(given) ? given.withoutModifiers() : given.named();
                if (parameter.kind() == Kind.UNKNOWN) {
                    return isArray ? SqlType.arrayOf(type) : type;
                }
                if (parameter.kind() == Kind.ARRAY && parameter.element().kind() == Kind.UNKNOWN) {
                    return isArray ? type : type.element();
                }
            }
            return result;
        }
    }

    /** What came of a resolution; {@code match} is null when nothing or too much fits. */
    record Outcome(Match match, boolean isAmbiguous) {
        static final Outcome NONE = new Outcome(null, false);
        static final Outcome AMBIGUOUS = new Outcome(null, true);
    }

    private OverloadResolution() {}

    static Outcome resolve(List<FunctionSignature> overloads, List<SqlType> arguments) {
        List<SqlType> types = arguments.stream().map(SqlType::withoutModifiers).toList();
        SqlType row = types.stream().map(Rows::of).filter(Objects::nonNull).findFirst().orElse(null);
        if (row != null) {
            // What takes any row takes these.
            Outcome outcome = resolve(overloads, types.stream().map(type -> Rows.mapped(type, null)).toList());
            return outcome.match == null ? outcome : new Outcome(outcome.match.ofRows(row), false);
        }
        List<EnumType> enums = types.stream().map(SqlType::enumType).filter(Objects::nonNull).distinct().toList();
        if (enums.size() != 1) {
            return resolve(overloads, types, false);
        }
        // What takes any enum takes this one, and what is of unknown type beside it is read as one.
        Outcome outcome = resolve(overloads, types.stream().map(type -> mapped(type, null)).toList(), true);
        if (outcome.match == null) {
            return outcome;
        }
        List<SqlType> parameters =
                outcome.match.parameters.stream().map(type -> mapped(type, enums.getFirst())).toList();
        SqlType result = mapped(outcome.match.result, enums.getFirst());
        return new Outcome(new Match(outcome.match.signature, parameters, result), false);
    }

    /** @param other null for {@link SqlType#ANY_ENUM} */
    private static SqlType mapped(SqlType type, EnumType other) {
        return switch (type.kind()) {
            case ENUM -> other == null ? SqlType.ANY_ENUM : SqlType.ofEnum(other);
            case ARRAY -> SqlType.arrayOf(mapped(type.element(), other));
            default -> type;
        };
    }

    private static boolean takes(Kind kind, FunctionSignature signature) {
        return signature.parameters().stream().anyMatch(type -> isOf(kind, type));
    }

    private static boolean isOf(Kind kind, SqlType type) {
        return type.kind() == kind || type.kind() == Kind.ARRAY && type.element().kind() == kind;
    }

    private static Outcome resolve(List<FunctionSignature> overloads, List<SqlType> types, boolean hasEnum) {
        boolean hasRow = types.stream().anyMatch(type -> isOf(Kind.RECORD, type));
        List<Match> candidates = new ArrayList<>();
        for (FunctionSignature signature : overloads) {
            boolean fits = (hasEnum || !takes(Kind.ENUM, signature)) && (hasRow || !takes(Kind.RECORD, signature));
            Match match = fits ? spread(signature, types.size()) : null;
            if (match != null) {
                candidates.add(match);
            }
        }
        Match exact = exact(candidates, types);
        if (exact != null) {
            return new Outcome(exact, false);
        }
        candidates.removeIf(candidate -> !accepts(candidate, types));
        if (candidates.isEmpty()) {
            return Outcome.NONE;
        }
        candidates = best(candidates, c -> countExact(c, types));
        candidates = best(candidates, c -> countExactOrPreferred(c, types));
        if (candidates.size() > 1) {
            candidates = byUnknowns(candidates, types);
        }
        if (candidates.size() > 1) {
            candidates = best(candidates, c -> c.signature().variadic() ? 0 : 1);
        }
        if (candidates.size() > 1) {
            candidates = best(candidates, c -> -countAny(c, types));
        }
        return candidates.size() == 1 ? new Outcome(candidates.getFirst(), false) : Outcome.AMBIGUOUS;
    }

    private static Match spread(FunctionSignature signature, int count) {
        List<SqlType> declared = signature.parameters();
        if (!signature.variadic()) {
            return declared.size() == count ? new Match(signature, declared, signature.result()) : null;
        }
        int fixed = declared.size() - 1;
        if (count < fixed) {
            return null;
        }
        List<SqlType> spread = new ArrayList<>(declared.subList(0, fixed));
        spread.addAll(Collections.nCopies(count - fixed, declared.getLast()));
        return new Match(signature, spread, signature.result());
    }

    /** An exact match; of two operands, an unknown one counts as having the other's type. */
    private static Match exact(List<Match> candidates, List<SqlType> types) {
        List<SqlType> assumed = types;
        if (types.size() == 2 && isUnknown(types.get(0)) != isUnknown(types.get(1))) {
            SqlType known = isUnknown(types.get(0)) ? types.get(1) : types.get(0);
            assumed = List.of(known, known);
        }
        for (Match candidate : candidates) {
            if (candidate.parameters().equals(assumed) && !assumed.stream().allMatch(OverloadResolution::isUnknown)) {
                return candidate;
            }
        }
        return candidates.size() == 1 && types.isEmpty() ? candidates.getFirst() : null;
    }

    private static boolean accepts(Match candidate, List<SqlType> types) {
        for (int i = 0; i < types.size(); i++) {
            SqlType parameter = candidate.parameters().get(i);
            if (!takesAny(parameter, types.get(i)) && !Conversions.exists(types.get(i), parameter, Strength.IMPLICIT)) {
                return false;
            }
        }
        return true;
    }

    static boolean takesAny(SqlType parameter, SqlType argument) {
        return isUnknown(parameter)
                || parameter.kind() == Kind.ARRAY && isUnknown(parameter.element()) && argument.kind() == Kind.ARRAY;
    }

    private static List<Match> best(List<Match> candidates, ToIntFunction<Match> score) {
        int highest = candidates.stream().mapToInt(score).max().orElse(0);
        return candidates.stream().filter(c -> score.applyAsInt(c) == highest).toList();
    }

    private static int countExact(Match candidate, List<SqlType> types) {
        int count = 0;
        for (int i = 0; i < types.size(); i++) {
            if (!isUnknown(types.get(i)) && isExact(candidate.parameters().get(i), types.get(i))) {
                count++;
            }
        }
        return count;
    }

    private static int countAny(Match candidate, List<SqlType> types) {
        int count = 0;
        for (int i = 0; i < types.size(); i++) {
            count += takesAny(candidate.parameters().get(i), types.get(i)) ? 1 : 0;
        }
        return count;
    }

    private static int countExactOrPreferred(Match candidate, List<SqlType> types) {
        int count = 0;
        for (int i = 0; i < types.size(); i++) {
            SqlType parameter = candidate.parameters().get(i);
            SqlType type = types.get(i);
            if (!isUnknown(type)
                    && (isExact(parameter, type)
                            || Conversions.isPreferred(parameter)
                                    && Conversions.category(parameter) == Conversions.category(type))) {
                count++;
            }
        }
        return count;
    }

    /** varchar is text to every function, as the two are one in PostgreSQL's {@code pg_proc}. */
    private static boolean isExact(SqlType parameter, SqlType type) {
        return parameter.equals(type)
                || takesAny(parameter, type)
                || parameter.kind() == Kind.TEXT && type.kind() == Kind.VARCHAR;
    }

    /** Decides by what the literals of unknown type could be: text if anything takes text there. */
    private static List<Match> byUnknowns(List<Match> candidates, List<SqlType> types) {
        List<Match> left = candidates;
        for (int i = 0; i < types.size(); i++) {
            if (!isUnknown(types.get(i))) {
                continue;
            }
            int position = i;
            List<Category> categories = left.stream()
                    .map(c -> Conversions.category(c.parameters().get(position)))
                    .distinct()
                    .toList();
            Category chosen;
            if (categories.contains(Category.STRING)) {
                chosen = Category.STRING;
            } else if (categories.size() == 1) {
                chosen = categories.getFirst();
            } else {
                return byKnown(candidates, types);
            }
            left = left.stream()
                    .filter(c -> Conversions.category(c.parameters().get(position)) == chosen)
                    .toList();
            List<Match> preferred = left.stream()
                    .filter(c -> Conversions.isPreferred(c.parameters().get(position)))
                    .toList();
            left = preferred.isEmpty() ? left : preferred;
        }
        return left.size() == 1 ? left : byKnown(left, types);
    }

    /** If the known arguments are all of one type, the unknown ones are taken to be of that type. */
    private static List<Match> byKnown(List<Match> candidates, List<SqlType> types) {
        List<SqlType> known = types.stream().filter(t -> !isUnknown(t)).distinct().toList();
        if (known.size() != 1 || types.stream().noneMatch(OverloadResolution::isUnknown)) {
            return candidates;
        }
        List<Match> fitting = candidates.stream()
                .filter(c -> c.parameters().stream()
                        .allMatch(p -> Conversions.exists(known.getFirst(), p, Strength.IMPLICIT)))
                .toList();
        List<Match> exact = fitting.stream()
                .filter(c -> c.parameters().stream().allMatch(known.getFirst()::equals))
                .toList();
        return exact.isEmpty() ? fitting.isEmpty() ? candidates : fitting : exact;
    }

    private static boolean isUnknown(SqlType type) {
        return type.kind() == Kind.UNKNOWN;
    }
}
