package dev.millrace.planner.bind;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * PostgreSQL's functions that its operators are made of, as {@code int4pl}: aggregates are made of them, too. Here they
 * are other names of the operators, or of {@code greatest} and {@code least} of two values.
 */
final class OperatorFunctions {

    private static final Map<String, List<Operator>> BY_NAME = read();

    /** @param symbol of the operator, or the name of a function */
    record Operator(String symbol, List<SqlType> types) {

        /** The operator of these arguments, or NULL where one is. */
        Expr call(List<Expr> arguments, List<? extends SqlNode> nodes, CallBinder calls, SqlNode at) {
            List<Expr> converted = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                converted.add(calls.binding.coercion.convertArgument(arguments.get(i), types.get(i), nodes.get(i)));
            }
            if (!Character.isLetter(symbol.charAt(0))) {
                return calls.operator(symbol, converted, List.copyOf(nodes), at);
            }
            Expr extreme = calls.named(symbol, converted, nodes, at);
            List<Expr> nulls = converted.stream().map(one -> (Expr) new Expr.IsNull(one)).toList();
            return new Expr.Case(
                    List.of(new Expr.Or(nulls), Expr.Literal.ofNull(extreme.type()), extreme), extreme.type());
        }
    }

    private OperatorFunctions() {}

    private static Map<String, List<Operator>> read() {
        Map<String, List<Operator>> found = new HashMap<>();
        InputStream stream = OperatorFunctions.class.getResourceAsStream("operator_functions.tsv");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            lines.lines().skip(1).forEach(line -> {
                String[] fields = line.split("\t");
                List<SqlType> types = new ArrayList<>();
                for (String type : fields[2].split(",")) {
                    types.add(TypeNames.byName(type));
                }
                found.computeIfAbsent(fields[0], name -> new ArrayList<>()).add(new Operator(fields[1], types));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The one of a name for values of these types, or of no type; null where there is none. */
    static Operator find(String name, List<Expr> arguments) {
        for (Operator operator : BY_NAME.getOrDefault(name, List.of())) {
            boolean takes = operator.types().size() == arguments.size();
            for (int i = 0; takes && i < arguments.size(); i++) {
                SqlType given = arguments.get(i).type();
                takes = given.kind() == SqlType.Kind.UNKNOWN || Conversions.exists(
                        given, operator.types().get(i), Conversions.Strength.IMPLICIT);
            }
            if (takes) {
                return operator;
            }
        }
        return null;
    }

    static boolean isNamed(String name) {
        return BY_NAME.containsKey(name);
    }
}
