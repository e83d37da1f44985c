package dev.millrace.executor.jsonpath;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.millrace.executor.jsonpath.JsonPathToken.Kind;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/** Reads a path: PostgreSQL's {@code jsonpath_gram.y} by descent. */
final class JsonPathParser {

    private static final Set<String> METHODS =
            Set.of("abs", "size", "type", "floor", "double", "ceiling", "keyvalue", "datetime");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final String FLAGS = "ismxq";
    private static final int DEPTH_MAX = 500;

    private final String text;
    private final PathLibrary library;
    private final List<JsonPathToken> tokens;
    private int at;
    private int depth;
    private int filters;
    private int subscripts;

    JsonPathParser(String text, PathLibrary library) {
        this.text = text;
        this.library = library;
        this.tokens = new JsonPathLexer(text).tokens();
    }

    JsonPath parse() {
        if (token().kind() == Kind.END) {
            throw new SqlException(
                    SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type jsonpath: \"" + text + "\"");
        }
        boolean isStrict = isWord("strict") && !tokens.get(at + 1).isMark(".");
        if (isStrict || isWord("lax")) {
            at++;
        }
        JsonPath.Node root = or();
        if (token().kind() != Kind.END) {
            throw malformed();
        }
        return new JsonPath(isStrict, root);
    }

    // ---- tokens -----------------------------------------------------------------------------------------------------

    private JsonPathToken token() {
        return tokens.get(at);
    }

    private boolean isMark(String mark) {
        return token().isMark(mark);
    }

    private boolean isWord(String word) {
        return token().isWord(word);
    }

    private boolean takeMark(String mark) {
        boolean found = isMark(mark);
        at += found ? 1 : 0;
        return found;
    }

    private void requireMark(String mark) {
        if (!takeMark(mark)) {
            throw malformed();
        }
    }

    private SqlException malformed() {
        JsonPathToken token = token();
        return new SqlException(
                SqlState.SYNTAX_ERROR,
                token.kind() == Kind.END
                        ? "syntax error at end of jsonpath input"
                        : "syntax error at or near \"" + text.substring(token.start(), token.end())
                                + "\" of jsonpath input");
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
        }
    }

    // ---- predicates -------------------------------------------------------------------------------------------------

    private JsonPath.Predicate predicate(JsonPath.Node node) {
        if (node instanceof JsonPath.Predicate predicate) {
            return predicate;
        }
        throw malformed();
    }

    /** A value, which a predicate is only in parentheses that a step follows. */
    private JsonPath.Node value(JsonPath.Node node) {
        if (node instanceof JsonPath.Predicate) {
            throw malformed();
        }
        return node;
    }

    private JsonPath.Node or() {
        enter();
        JsonPath.Node left = and();
        while (isMark("||")) {
            predicate(left);
            at++;
            left = new JsonPath.Logic(false, predicate(left), predicate(and()));
        }
        depth--;
        return left;
    }

    private JsonPath.Node and() {
        JsonPath.Node left = comparison();
        while (isMark("&&")) {
            predicate(left);
            at++;
            left = new JsonPath.Logic(true, predicate(left), predicate(comparison()));
        }
        return left;
    }

    private JsonPath.Node comparison() {
        if (takeMark("!")) {
            boolean isDelimited = isMark("(") || isWord("exists");
            if (!isDelimited) {
                throw malformed();
            }
            return new JsonPath.Not(predicate(primary()));
        }
        JsonPath.Node left = sum();
        JsonPathToken token = token();
        if (token.kind() == Kind.MARK && COMPARISONS.contains(token.text())) {
            value(left);
            at++;
            return new JsonPath.Comparison(token.text(), left, value(sum()));
        }
        if (isWord("starts")) {
            value(left);
            at++;
            if (!isWord("with")) {
                throw malformed();
            }
            at++;
            return new JsonPath.StartsWith(left, prefix());
        }
        if (isWord("like_regex")) {
            value(left);
            at++;
            return likeRegex(left);
        }
        return left;
    }

    private JsonPath.Node prefix() {
        JsonPathToken token = token();
        return switch (token.kind()) {
            case STRING -> {
                at++;
                yield new JsonPath.Literal(token.text());
            }
            case VARIABLE -> {
                at++;
                yield new JsonPath.Variable(token.text());
            }
            case NAME, INTEGER, NUMBER, MARK, END -> throw malformed();
        };
    }

    private JsonPath.Node likeRegex(JsonPath.Node value) {
        String pattern = string();
        String flags = "";
        if (isWord("flag")) {
            at++;
            flags = string();
            StringBuilder sorted = new StringBuilder();
            for (int i = 0; i < FLAGS.length(); i++) {
                sorted.append(flags.indexOf(FLAGS.charAt(i)) >= 0 ? FLAGS.substring(i, i + 1) : "");
            }
            for (int i = 0; i < flags.length(); i++) {
                char flag = flags.charAt(i);
                if (FLAGS.indexOf(flag) < 0) {
                    throw new SqlException(SqlState.SYNTAX_ERROR, "invalid input syntax for type jsonpath")
                            .withDetail("Unrecognized flag character \"" + flag + "\" in LIKE_REGEX predicate.");
                }
            }
            flags = sorted.toString();
        }
        library.checkPattern(pattern, flags);
        return new JsonPath.LikeRegex(value, pattern, flags);
    }

    private String string() {
        if (token().kind() != Kind.STRING) {
            throw malformed();
        }
        return tokens.get(at++).text();
    }

    // ---- arithmetic -------------------------------------------------------------------------------------------------

    private JsonPath.Node sum() {
        JsonPath.Node left = product();
        while (isMark("+") || isMark("-")) {
            String operator = token().text();
            value(left);
            at++;
            left = new JsonPath.Binary(operator, left, value(product()));
        }
        return left;
    }

    private JsonPath.Node product() {
        JsonPath.Node left = signed();
        while (isMark("*") || isMark("/") || isMark("%")) {
            String operator = token().text();
            value(left);
            at++;
            left = new JsonPath.Binary(operator, left, value(signed()));
        }
        return left;
    }

    private JsonPath.Node signed() {
        if (!isMark("+") && !isMark("-")) {
            return primary();
        }
        char operator = token().text().charAt(0);
        at++;
        enter();
        JsonPath.Node operand = value(signed());
        depth--;
        // A sign before digits is part of the number.
        if (operand instanceof JsonPath.Literal literal && literal.value() instanceof BigDecimal number) {
            return JsonPath.number(operator == '-' ? number.negate() : number);
        }
        return new JsonPath.Unary(operator, operand);
    }

    // ---- paths ------------------------------------------------------------------------------------------------------

    private JsonPath.Node primary() {
        JsonPathToken token = token();
        JsonPath.Node node;
        if (takeMark("(")) {
            node = or();
            requireMark(")");
            if (isWord("is")) {
                predicate(node);
                at++;
                if (!isWord("unknown")) {
                    throw malformed();
                }
                at++;
                return new JsonPath.IsUnknown(predicate(node));
            }
        } else if (isWord("exists") && tokens.get(at + 1).isMark("(")) {
            at += 2;
            node = new JsonPath.Exists(value(sum()));
            requireMark(")");
            return node;
        } else {
            node = start(token);
        }
        return steps(node);
    }

    private JsonPath.Node start(JsonPathToken token) {
        if (token.isMark("@") && filters == 0) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "@ is not allowed in root expressions");
        }
        if (token.isWord("last") && subscripts == 0) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "LAST is allowed only in array subscripts");
        }
        JsonPath.Node start = switch (token.kind()) {
            case STRING -> new JsonPath.Literal(token.text());
            case VARIABLE -> new JsonPath.Variable(token.text());
            case INTEGER, NUMBER -> JsonPath.number(new BigDecimal(token.text()));
            case MARK -> token.isMark("$") ? new JsonPath.Root() : token.isMark("@") ? new JsonPath.Current() : null;
            case NAME -> named(token);
            case END -> null;
        };
        if (start == null) {
            throw malformed();
        }
        at++;
        return start;
    }

    private static JsonPath.Node named(JsonPathToken token) {
        return switch (token.text()) {
            case "true" -> new JsonPath.Literal(true);
            case "false" -> new JsonPath.Literal(false);
            case "null" -> new JsonPath.Literal(null);
            default -> token.isWord("last") ? new JsonPath.Last() : null;
        };
    }

    private JsonPath.Node steps(JsonPath.Node start) {
        JsonPath.Node node = start;
        while (true) {
            if (takeMark(".")) {
                node = new JsonPath.Access(node, member());
            } else if (takeMark("[")) {
                node = new JsonPath.Access(node, subscript());
            } else if (takeMark("?")) {
                requireMark("(");
                filters++;
                JsonPath.Predicate predicate = predicate(or());
                filters--;
                requireMark(")");
                node = new JsonPath.Access(node, new JsonPath.Filter(predicate));
            } else {
                return node;
            }
        }
    }

    private JsonPath.Step member() {
        JsonPathToken token = token();
        if (takeMark("*")) {
            return new JsonPath.AnyKey();
        }
        if (takeMark("**")) {
            return level();
        }
        if (token.kind() != Kind.NAME && token.kind() != Kind.STRING) {
            throw malformed();
        }
        at++;
        String method = token.text().toLowerCase(Locale.ROOT);
        if (token.kind() != Kind.NAME || !isMark("(") || !METHODS.contains(method)) {
            return new JsonPath.Key(token.text());
        }
        at++;
        String argument = method.equals("datetime") && token().kind() == Kind.STRING ? string() : null;
        requireMark(")");
        return new JsonPath.Method(method, argument);
    }

    private JsonPath.Step level() {
        if (!takeMark("{")) {
            return new JsonPath.AnyLevel(0, JsonPath.LAST_LEVEL);
        }
        long from = oneLevel();
        long to = from;
        if (isWord("to")) {
            at++;
            to = oneLevel();
        }
        requireMark("}");
        return new JsonPath.AnyLevel(from, to);
    }

    private long oneLevel() {
        JsonPathToken token = token();
        if (token.kind() != Kind.INTEGER && !token.isWord("last")) {
            throw malformed();
        }
        at++;
        return token.kind() == Kind.INTEGER ? Long.parseLong(token.text()) : JsonPath.LAST_LEVEL;
    }

    private JsonPath.Step subscript() {
        if (isMark("*") && tokens.get(at + 1).isMark("]")) {
            at += 2;
            return new JsonPath.AnyElement();
        }
        subscripts++;
        List<JsonPath.Range> ranges = new ArrayList<>();
        do {
            JsonPath.Node from = value(sum());
            JsonPath.Node to = null;
            if (isWord("to")) {
                at++;
                to = value(sum());
            }
            ranges.add(new JsonPath.Range(from, to));
        } while (takeMark(","));
        subscripts--;
        requireMark("]");
        return new JsonPath.Elements(ranges);
    }
}
