package dev.millrace.executor.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

/**
 * Reads the SQL expressions of the recorded tests, without columns, with PostgreSQL's precedence. The planner is not
 * here.
 */
final class SqlReader {

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:([eE]?'(?:[^']|'')*')"
            + "|(\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+)"
            + "|([A-Za-z_]\\w*)|(::|[-+*/<>=~!@#%^&|]+|[(),\\[\\].:;]))");

    private static final Map<String, Kind> TYPES = Map.ofEntries(
            Map.entry("int", Kind.INTEGER), Map.entry("integer", Kind.INTEGER), Map.entry("int4", Kind.INTEGER),
            Map.entry("bigint", Kind.BIGINT), Map.entry("int8", Kind.BIGINT), Map.entry("smallint", Kind.SMALLINT),
            Map.entry("int2", Kind.SMALLINT), Map.entry("real", Kind.REAL), Map.entry("float4", Kind.REAL),
            Map.entry("double", Kind.DOUBLE), Map.entry("float8", Kind.DOUBLE), Map.entry("numeric", Kind.NUMERIC),
            Map.entry("decimal", Kind.NUMERIC), Map.entry("text", Kind.TEXT), Map.entry("varchar", Kind.VARCHAR),
            Map.entry("char", Kind.CHAR), Map.entry("bpchar", Kind.CHAR), Map.entry("bool", Kind.BOOLEAN),
            Map.entry("boolean", Kind.BOOLEAN), Map.entry("date", Kind.DATE), Map.entry("time", Kind.TIME),
            Map.entry("timestamp", Kind.TIMESTAMP), Map.entry("timestamptz", Kind.TIMESTAMPTZ),
            Map.entry("interval", Kind.INTERVAL), Map.entry("bytea", Kind.BYTEA), Map.entry("uuid", Kind.UUID),
            Map.entry("json", Kind.JSON), Map.entry("jsonb", Kind.JSONB), Map.entry("oid", Kind.OID));

    private static final Set<String> COMPARISONS = Set.of("<", ">", "=", "<=", ">=", "<>", "!=");

    private final List<String> tokens = new ArrayList<>();
    private final CallResolver resolver;
    private int at;

    private SqlReader(String sql, CallResolver resolver) {
        this.resolver = resolver;
        Matcher matcher = TOKEN.matcher(sql);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            String token = matcher.group().strip();
            tokens.add(matcher.group(3) == null ? token : token.toLowerCase(Locale.ROOT));
            end = matcher.end();
        }
        if (!sql.substring(end).isBlank()) {
            throw new IllegalArgumentException("cannot read: " + sql.substring(end));
        }
    }

    static Expr read(String sql, CallResolver resolver) {
        SqlReader reader = new SqlReader(sql, resolver);
        Expr expression = reader.or();
        if (reader.at < reader.tokens.size()) {
            throw new IllegalArgumentException("unexpected " + reader.peek() + " in " + sql);
        }
        return expression;
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
        return tokens.get(at++);
    }

    private boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= tokens.size() || !tokens.get(at + i).equals(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    private void expect(String word) {
        if (!accept(word)) {
            throw new IllegalArgumentException("expected " + word + " before " + peek() + " in " + tokens);
        }
    }

    private Expr or() {
        List<Expr> operands = new ArrayList<>(List.of(and()));
        while (accept("or")) {
            operands.add(and());
        }
        return operands.size() == 1 ? operands.getFirst() : new Expr.Or(booleans(operands));
    }

    private Expr and() {
        List<Expr> operands = new ArrayList<>(List.of(not()));
        while (accept("and")) {
            operands.add(not());
        }
        return operands.size() == 1 ? operands.getFirst() : new Expr.And(booleans(operands));
    }

    private List<Expr> booleans(List<Expr> operands) {
        return operands.stream().map(operand -> resolver.coerce(operand, SqlType.BOOLEAN)).toList();
    }

    private Expr not() {
        return accept("not") ? new Expr.Not(resolver.coerce(not(), SqlType.BOOLEAN)) : is();
    }

    private Expr is() {
        Expr left = comparison();
        while (accept("is")) {
            boolean negated = accept("not");
            Expr test;
            if (accept("null")) {
                test = new Expr.IsNull(left);
            } else if (accept("distinct", "from")) {
                List<Expr> both = resolver.unify(List.of(left, comparison()));
                test = new Expr.Not(new Expr.IsNotDistinct(both.get(0), both.get(1)));
            } else {
                Expr.Literal unknown = Expr.Literal.ofNull(SqlType.BOOLEAN);
                Expr value = accept("true") ? Expr.Literal.TRUE : accept("false") ? Expr.Literal.FALSE : unknown;
                if (value == unknown) {
                    expect("unknown");
                }
                test = new Expr.IsNotDistinct(left, value);
            }
            left = negated ? new Expr.Not(test) : test;
        }
        return left;
    }

    private Expr comparison() {
        Expr left = range();
        while (COMPARISONS.contains(peek())) {
            left = resolver.call(next(), List.of(left, range()));
        }
        return left;
    }

    private Expr range() {
        Expr left = operators();
        boolean negated = at + 1 < tokens.size() && peek().equals("not") && accept("not");
        Expr result;
        if (accept("between")) {
            Expr low = operators();
            expect("and");
            Expr high = operators();
            result = new Expr.And(
                    List.of(resolver.call(">=", List.of(left, low)), resolver.call("<=", List.of(left, high))));
        } else if (accept("in")) {
            expect("(");
            List<Expr> all = new ArrayList<>(List.of(left));
            do {
                all.add(or());
            } while (accept(","));
            expect(")");
            List<Expr> unified = resolver.unify(all);
            result = new Expr.InList(unified.getFirst(), unified.subList(1, unified.size()));
        } else if (accept("like")) {
            result = resolver.call("~~", List.of(left, escaped("like_escape")));
        } else if (accept("ilike")) {
            result = resolver.call("~~*", List.of(left, escaped("like_escape")));
        } else if (accept("similar", "to")) {
            Expr pattern = operators();
            List<Expr> arguments = accept("escape") ? List.of(pattern, operators()) : List.of(pattern);
            result = resolver.call("~", List.of(left, resolver.call("similar_to_escape", arguments)));
        } else {
            return left;
        }
        return negated ? new Expr.Not(result) : result;
    }

    private Expr escaped(String function) {
        Expr pattern = operators();
        return accept("escape") ? resolver.call(function, List.of(pattern, operators())) : pattern;
    }

    private boolean isOtherOperator(String token) {
        return !token.isEmpty()
                && "+-*/<>=~!@#%^&|".indexOf(token.charAt(0)) >= 0
                && !COMPARISONS.contains(token)
                && !Set.of("+", "-", "*", "/", "%", "^").contains(token);
    }

    private Expr operators() {
        Expr left;
        if (isOtherOperator(peek())) {
            left = resolver.call(next(), List.of(operators()));
        } else {
            left = sum();
        }
        while (isOtherOperator(peek())) {
            left = resolver.call(next(), List.of(left, sum()));
        }
        return left;
    }

    private Expr sum() {
        Expr left = product();
        while (peek().equals("+") || peek().equals("-")) {
            left = resolver.call(next(), List.of(left, product()));
        }
        return left;
    }

    private Expr product() {
        Expr left = power();
        while (Set.of("*", "/", "%").contains(peek())) {
            left = resolver.call(next(), List.of(left, power()));
        }
        return left;
    }

    private Expr power() {
        Expr left = zone();
        while (peek().equals("^")) {
            left = resolver.call(next(), List.of(left, zone()));
        }
        return left;
    }

    private Expr zone() {
        Expr left = sign();
        while (accept("at", "time", "zone")) {
            left = resolver.call("timezone", List.of(sign(), left));
        }
        return left;
    }

    private Expr sign() {
        if (peek().equals("-") || peek().equals("+")) {
            String operator = next();
            boolean isNumber = Character.isDigit(peek().charAt(0));
            boolean isBare = at + 1 >= tokens.size() || !List.of("::", "^").contains(tokens.get(at + 1));
            if (isNumber && isBare) {
                return number((operator.equals("-") ? "-" : "") + next());
            }
            return resolver.call(operator, List.of(sign()));
        }
        Expr value = primary();
        while (accept("::")) {
            value = resolver.cast(value, type());
        }
        return value;
    }

    private SqlType type() {
        String name = next();
        Kind kind = TYPES.get(name);
        if (name.equals("character")) {
            kind = accept("varying") ? Kind.VARCHAR : Kind.CHAR;
        }
        if (name.equals("double")) {
            expect("precision");
        }
        int precision = name.equals("char") || name.equals("character") && kind == Kind.CHAR ? 1 : -1;
        int scale = -1;
        if (accept("(")) {
            precision = Integer.parseInt(next());
            scale = kind == Kind.NUMERIC ? 0 : -1;
            if (accept(",")) {
                scale = Integer.parseInt(next());
            }
            expect(")");
        }
        if (accept("with", "time", "zone")) {
            kind = Kind.TIMESTAMPTZ;
        }
        accept("without", "time", "zone");
        SqlType type = new SqlType(kind, precision, scale, null);
        return accept("[", "]") ? SqlType.arrayOf(type) : type;
    }

    private Expr primary() {
        String token = peek();
        if (token.startsWith("'") || token.startsWith("e'") || token.startsWith("E'")) {
            return string(next());
        }
        if (Character.isDigit(token.charAt(0)) || token.startsWith(".") && token.length() > 1) {
            return number(next());
        }
        if (accept("(")) {
            Expr inner = or();
            expect(")");
            return inner;
        }
        boolean typed = TYPES.containsKey(token) && at + 1 < tokens.size() && !tokens.get(at + 1).equals("(");
        if (typed || token.equals("time") || token.equals("timestamp") || token.equals("interval")) {
            SqlType type = type();
            return resolver.cast(string(next()), type);
        }
        return switch (next()) {
            case "true" -> Expr.Literal.TRUE;
            case "false" -> Expr.Literal.FALSE;
            case "null" -> Expr.Literal.ofNull(SqlType.UNKNOWN);
            case "case" -> choice();
            default -> call(token);
        };
    }

    private Expr string(String token) {
        boolean escape = !token.startsWith("'");
        String body = token.substring(escape ? 2 : 1, token.length() - 1).replace("''", "'");
        if (escape) {
            body = body.translateEscapes();
        }
        return new Expr.Literal(body, SqlType.UNKNOWN);
    }

    private Expr number(String token) {
        boolean isWhole = token.matches("-?\\d+");
        if (isWhole && new java.math.BigInteger(token).bitLength() < 64) {
            long value = Long.parseLong(token);
            return new Expr.Literal(value, value == (int) value ? SqlType.INTEGER : SqlType.BIGINT);
        }
        return new Expr.Literal(new java.math.BigDecimal(token).toPlainString(), SqlType.NUMERIC);
    }

    private Expr choice() {
        Expr operand = peek().equals("when") ? null : or();
        List<Expr> conditions = new ArrayList<>();
        List<Expr> results = new ArrayList<>();
        while (accept("when")) {
            Expr condition = or();
            conditions.add(operand == null
                    ? resolver.coerce(condition, SqlType.BOOLEAN)
                    : resolver.call("=", List.of(operand, condition)));
            expect("then");
            results.add(or());
        }
        results.add(accept("else") ? or() : Expr.Literal.ofNull(SqlType.UNKNOWN));
        expect("end");
        List<Expr> unified = resolver.unify(results);
        List<Expr> operands = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            operands.add(conditions.get(i));
            operands.add(unified.get(i));
        }
        operands.add(unified.getLast());
        return new Expr.Case(operands, unified.getFirst().type());
    }

    private Expr call(String name) {
        expect("(");
        if (name.equals("cast")) {
            Expr value = or();
            expect("as");
            SqlType type = type();
            expect(")");
            return resolver.cast(value, type);
        }
        if (name.equals("trim")) {
            return trim();
        }
        List<Expr> arguments = new ArrayList<>();
        if (name.equals("extract")) {
            arguments.add(new Expr.Literal(next().replace("'", ""), SqlType.TEXT));
            expect("from");
        }
        boolean swap = false;
        while (!accept(")")) {
            // An IN here would be taken for the condition.
            arguments.add(name.equals("position") ? operators() : or());
            swap |= accept("in");
            if (!accept(",") && !accept("from") && !accept("for")) {
                accept("placing");
            }
        }
        if (swap) {
            arguments = arguments.reversed();
        }
        return switch (name) {
            case "coalesce" -> {
                List<Expr> unified = resolver.unify(arguments);
                yield new Expr.Coalesce(unified, unified.getFirst().type());
            }
            case "nullif" -> {
                Expr equal = resolver.call("=", arguments);
                List<Expr> both = resolver.unify(arguments);
                SqlType type = both.getFirst().type();
                yield new Expr.Case(List.of(equal, Expr.Literal.ofNull(type), both.getFirst()), type);
            }
            case "greatest", "least" -> resolver.call(name, resolver.unify(arguments));
            default -> resolver.call(name, arguments);
        };
    }

    private Expr trim() {
        String function = accept("leading") ? "ltrim" : accept("trailing") ? "rtrim" : "btrim";
        accept("both");
        List<Expr> arguments = new ArrayList<>();
        if (!accept("from")) {
            arguments.add(or());
        }
        if (accept("from") || arguments.isEmpty()) {
            arguments.addFirst(or());
        }
        expect(")");
        return resolver.call(function, arguments);
    }
}
