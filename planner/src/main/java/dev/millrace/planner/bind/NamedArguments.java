package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.sql.parser.expression.PostgresOperators;

/**
 * Arguments that are given by name ({@code f(days => 10)}) or not at all, put in their places. Only functions whose
 * parameters have names in PostgreSQL are here; a parameter with {@code =} may be left out.
 */
final class NamedArguments {

    private static final String JSON_PATH = "target path vars={} silent=false";

    private static final Map<String, List<String>> PARAMETERS = Map.ofEntries(
            parameters("make_interval", "years=0 months=0 weeks=0 days=0 hours=0 mins=0 secs=0"),
            parameters("make_date", "year month day"),
            parameters("make_time", "hour min sec"),
            parameters("make_timestamp", "year month mday hour min sec"),
            parameters("make_timestamptz", "year month mday hour min sec"),
            parameters("parse_ident", "str strict=true"),
            parameters("jsonb_set", "jsonb_in path replacement create_if_missing=true"),
            parameters("jsonb_insert", "jsonb_in path replacement insert_after=false"),
            parameters(
                    "jsonb_set_lax",
                    "jsonb_in path replacement create_if_missing=true null_value_treatment=use_json_null"),
            parameters("json_strip_nulls", "target"),
            parameters("jsonb_strip_nulls", "target"),
            parameters("jsonb_path_exists", JSON_PATH),
            parameters("jsonb_path_match", JSON_PATH),
            parameters("jsonb_path_query", JSON_PATH),
            parameters("jsonb_path_query_array", JSON_PATH),
            parameters("jsonb_path_query_first", JSON_PATH),
            parameters("jsonb_path_exists_tz", JSON_PATH),
            parameters("jsonb_path_match_tz", JSON_PATH),
            parameters("jsonb_path_query_tz", JSON_PATH),
            parameters("jsonb_path_query_array_tz", JSON_PATH),
            parameters("jsonb_path_query_first_tz", JSON_PATH));

    private NamedArguments() {}

    private static Map.Entry<String, List<String>> parameters(String function, String names) {
        return Map.entry(function, List.of(names.split(" ")));
    }

    static boolean isNamed(SqlNode node) {
        return node.getKind() == SqlKind.ARGUMENT_ASSIGNMENT && !isVariadic(node);
    }

    /** Whether VARIADIC stands before it. */
    static boolean isVariadic(SqlNode node) {
        return node.getKind() == SqlKind.ARGUMENT_ASSIGNMENT
                && ((SqlIdentifier) ((SqlCall) node).operand(1)).getSimple().equals(PostgresOperators.VARIADIC);
    }

    /** Whether VARIADIC stands before the last argument. */
    static boolean endsVariadic(List<SqlNode> nodes) {
        return !nodes.isEmpty() && nodes.getLast() != null && isVariadic(nodes.getLast());
    }

    /** The argument without its name, and without VARIADIC. */
    static SqlNode value(SqlNode node) {
        return node.getKind() == SqlKind.ARGUMENT_ASSIGNMENT ? ((SqlCall) node).operand(0) : node;
    }

    /** The arguments in the order of the parameters, with what was left out; as they are when they do not fit. */
    static List<SqlNode> positional(
            String function, List<SqlNode> nodes, CallBinder calls, Function<SqlNode, Expr> bind, SqlNode at) {
        List<String> parameters = PARAMETERS.get(function);
        boolean hasNames = nodes.stream().anyMatch(NamedArguments::isNamed);
        if (parameters == null || nodes.size() > parameters.size()) {
            if (hasNames) {
                throw missing(function, nodes, calls, bind, at);
            }
            return nodes;
        }
        SqlNode[] places = new SqlNode[parameters.size()];
        int byPosition = 0;
        for (int i = 0; i < nodes.size(); i++) {
            SqlNode node = nodes.get(i);
            if (!isNamed(node)) {
                if (i > byPosition) {
                    throw calls.malformed("positional argument cannot follow named argument", node);
                }
                places[byPosition++] = node;
                continue;
            }
            if (!place((SqlCall) node, parameters, places, byPosition, calls)) {
                throw missing(function, nodes, calls, bind, at);
            }
        }
        for (int i = 0; i < places.length; i++) {
            String parameter = parameters.get(i);
            int equals = parameter.indexOf('=');
            if (places[i] == null && equals < 0) {
                if (hasNames) {
                    throw missing(function, nodes, calls, bind, at);
                }
                return nodes;
            }
            if (places[i] == null) {
                places[i] = SqlLiteral.createCharString(parameter.substring(equals + 1), at.getParserPosition());
            }
        }
        return new ArrayList<>(Arrays.asList(places));
    }

    /** @return whether there is such a parameter, and no argument for it yet */
    private static boolean place(
            SqlCall argument, List<String> parameters, SqlNode[] places, int byPosition, CallBinder calls) {
        String name = ((SqlIdentifier) argument.operand(1)).getSimple();
        for (int i = 0; i < places.length; i++) {
            String parameter = parameters.get(i);
            if (!parameter.equals(name) && !parameter.startsWith(name + "=")) {
                continue;
            }
            if (places[i] != null && i >= byPosition) {
                throw calls.malformed("argument name \"" + name + "\" used more than once", argument);
            }
            boolean isFree = places[i] == null;
            places[i] = argument.operand(0);
            return isFree;
        }
        return false;
    }

    /** The call spelled with the types of its arguments: 42883. */
    private static SqlException missing(
            String function, List<SqlNode> nodes, CallBinder calls, Function<SqlNode, Expr> bind, SqlNode at) {
        String spelled = nodes.stream()
                .map(node -> isNamed(node)
                        ? ((SqlCall) node).operand(1) + " => " + type(bind.apply(((SqlCall) node).operand(0)))
                        : type(bind.apply(node)))
                .collect(Collectors.joining(", ", function + "(", ")"));
        return calls.missing(spelled, at);
    }

    private static String type(Expr value) {
        return value.type().withoutModifiers().toString();
    }
}
