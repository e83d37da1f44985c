package dev.millrace.executor.jsonpath;

import java.math.BigDecimal;

import dev.millrace.executor.json.JsonText;

/** Writes a path as PostgreSQL prints one: keys in quotes, operations in parentheses where others are around them. */
final class JsonPathWriter {

    private final StringBuilder out;

    JsonPathWriter(StringBuilder out) {
        this.out = out;
    }

    /** @param isTop the outermost operation is in parentheses, too, as PostgreSQL has it */
    void write(JsonPath.Node node, boolean isTop) {
        switch (node) {
            case JsonPath.Root root -> out.append('$');
            case JsonPath.Current current -> out.append('@');
            case JsonPath.Last last -> out.append("last");
            case JsonPath.Variable variable -> out.append('$').append(JsonText.quoted(variable.name()));
            case JsonPath.Literal literal -> literal(literal.value());
            case JsonPath.Access access -> {
                boolean isNumber = access.base() instanceof JsonPath.Literal literal
                        && literal.value() instanceof BigDecimal;
                out.append(isNumber ? "(" : "");
                write(access.base(), true);
                out.append(isNumber ? ")" : "");
                step(access.step());
            }
            case JsonPath.Unary unary -> {
                out.append(isTop ? "(" : "").append(unary.operator());
                write(unary.operand(), priority(unary.operand()) <= priority(node));
                out.append(isTop ? ")" : "");
            }
            case JsonPath.Binary binary -> binary(node, binary.operator(), binary.left(), binary.right(), isTop);
            case JsonPath.Predicate predicate -> predicate(predicate, isTop);
        }
    }

    private void literal(Object value) {
        switch (value) {
            case null -> out.append("null");
            case String text -> JsonText.quote(text, out);
            case BigDecimal number -> out.append(number.toPlainString());
            default -> out.append(value);
        }
    }

    private void binary(JsonPath.Node node, String operator, JsonPath.Node left, JsonPath.Node right, boolean isTop) {
        out.append(isTop ? "(" : "");
        write(left, priority(left) <= priority(node));
        out.append(' ').append(operator).append(' ');
        write(right, priority(right) <= priority(node));
        out.append(isTop ? ")" : "");
    }

    private void predicate(JsonPath.Predicate predicate, boolean isTop) {
        switch (predicate) {
            case JsonPath.Logic logic ->
                binary(logic, logic.isAnd() ? "&&" : "||", logic.left(), logic.right(), isTop);
            case JsonPath.Comparison comparison ->
                binary(comparison, comparison.operator(), comparison.left(), comparison.right(), isTop);
            case JsonPath.StartsWith starts -> binary(starts, "starts with", starts.text(), starts.prefix(), isTop);
            case JsonPath.Not not -> {
                out.append("!(");
                write(not.operand(), false);
                out.append(')');
            }
            case JsonPath.IsUnknown unknown -> {
                out.append('(');
                write(unknown.operand(), false);
                out.append(") is unknown");
            }
            case JsonPath.Exists exists -> {
                out.append("exists (");
                write(exists.path(), false);
                out.append(')');
            }
            case JsonPath.LikeRegex like -> {
                out.append(isTop ? "(" : "");
                write(like.text(), priority(like.text()) <= priority(like));
                out.append(" like_regex ");
                JsonText.quote(like.pattern(), out);
                out.append(like.flags().isEmpty() ? "" : " flag \"" + like.flags() + "\"");
                out.append(isTop ? ")" : "");
            }
        }
    }

    private void step(JsonPath.Step step) {
        switch (step) {
            case JsonPath.Key key -> {
                out.append('.');
                JsonText.quote(key.name(), out);
            }
            case JsonPath.AnyKey any -> out.append(".*");
            case JsonPath.AnyElement any -> out.append("[*]");
            case JsonPath.Elements elements -> {
                String separator = "[";
                for (JsonPath.Range range : elements.ranges()) {
                    out.append(separator);
                    write(range.from(), false);
                    if (range.to() != null) {
                        out.append(" to ");
                        write(range.to(), false);
                    }
                    separator = ",";
                }
                out.append(']');
            }
            case JsonPath.AnyLevel any -> level(any);
            case JsonPath.Filter filter -> {
                out.append("?(");
                write(filter.predicate(), false);
                out.append(')');
            }
            case JsonPath.Method method -> {
                out.append('.').append(method.name()).append('(');
                if (method.argument() != null) {
                    JsonText.quote(method.argument(), out);
                }
                out.append(')');
            }
        }
    }

    private void level(JsonPath.AnyLevel any) {
        out.append(".**");
        if (any.from() == 0 && any.to() == JsonPath.LAST_LEVEL) {
            return;
        }
        out.append('{').append(level(any.from()));
        if (any.to() != any.from()) {
            out.append(" to ").append(level(any.to()));
        }
        out.append('}');
    }

    private static String level(long level) {
        return level == JsonPath.LAST_LEVEL ? "last" : Long.toString(level);
    }

    /** How tightly a node binds. */
    private static int priority(JsonPath.Node node) {
        return switch (node) {
            case JsonPath.Logic logic -> logic.isAnd() ? 1 : 0;
            case JsonPath.Comparison comparison -> 2;
            case JsonPath.StartsWith starts -> 2;
            case JsonPath.Binary binary -> binary.operator().equals("+") || binary.operator().equals("-") ? 3 : 4;
            case JsonPath.Unary unary -> 5;
            case JsonPath.Access access -> 6;
            case JsonPath.Literal literal -> 6;
            case JsonPath.Start start -> 6;
            case JsonPath.Not not -> 6;
            case JsonPath.IsUnknown unknown -> 6;
            case JsonPath.Exists exists -> 6;
            case JsonPath.LikeRegex like -> 6;
        };
    }
}
