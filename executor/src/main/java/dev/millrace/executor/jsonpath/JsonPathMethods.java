package dev.millrace.executor.jsonpath;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.function.Consumer;

import dev.millrace.executor.data.NumberText;
import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;

/** Methods of items: {@code .size()}, {@code .double()}, {@code .keyvalue()} and the others. */
final class JsonPathMethods {

    private static final String NOT_NUMERIC = "22036";
    private static final String NOT_A_DATETIME = "22031";

    private final JsonPathEvaluator evaluator;
    private final PathLibrary library;
    private final ObjectNumbers numbers;

    JsonPathMethods(JsonPathEvaluator evaluator, PathLibrary library, JsonValue root, JsonValue variables) {
        this.evaluator = evaluator;
        this.library = library;
        this.numbers = new ObjectNumbers(root, variables);
    }

    void call(JsonPath.Method method, PathItem item, Consumer<PathItem> sink) {
        switch (method.name()) {
            case "type" -> sink.accept(new PathItem.Json(new JsonValue.Text(item.typeName())));
            case "size" -> sink.accept(decimal(BigDecimal.valueOf(size(item))));
            case "abs" -> sink.accept(decimal(numeric(method, item).abs()));
            case "floor" -> sink.accept(decimal(numeric(method, item).setScale(0, RoundingMode.FLOOR)));
            case "ceiling" -> sink.accept(decimal(numeric(method, item).setScale(0, RoundingMode.CEILING)));
            case "double" -> sink.accept(asDouble(item));
            case "datetime" -> sink.accept(datetime(method, item));
            default -> pairs(item, sink);
        }
    }

    private static PathItem decimal(BigDecimal value) {
        return new PathItem.Json(new JsonValue.Decimal(value));
    }

    private int size(PathItem item) {
        if (item.json() instanceof JsonValue.Array array) {
            return array.elements().size();
        }
        if (evaluator.isStrict()) {
            throw new PathFault(
                    JsonPathEvaluator.ARRAY_NOT_FOUND,
                    "jsonpath item method .size() can only be applied to an array");
        }
        return 1;
    }

    private static BigDecimal numeric(JsonPath.Method method, PathItem item) {
        if (item.json() instanceof JsonValue.Decimal number) {
            return number.value();
        }
        throw new PathFault(
                NOT_NUMERIC,
                "jsonpath item method ." + method.name() + "() can only be applied to a numeric value");
    }

    private static PathItem asDouble(PathItem item) {
        if (item instanceof PathItem.Json(JsonValue.Decimal number)) {
            if (!isDouble(number.value().toString())) {
                throw new PathFault(
                        NOT_NUMERIC,
                        "numeric argument of jsonpath item method .double() is out of range for type "
                                + "double precision");
            }
            return item;
        }
        if (item instanceof PathItem.Json(JsonValue.Text text)) {
            if (!isDouble(text.value())) {
                throw new PathFault(
                        NOT_NUMERIC,
                        "string argument of jsonpath item method .double() is not a valid representation of a "
                                + "double precision number");
            }
            return decimal(new BigDecimal(NumberText.format(NumberText.parseDouble(text.value()))));
        }
        throw new PathFault(
                NOT_NUMERIC, "jsonpath item method .double() can only be applied to a string or numeric value");
    }

    private static boolean isDouble(String text) {
        try {
            return Double.isFinite(NumberText.parseDouble(text));
        } catch (SqlException malformed) {
            return false;
        }
    }

    private PathItem datetime(JsonPath.Method method, PathItem item) {
        if (!(item instanceof PathItem.Json(JsonValue.Text text))) {
            throw new PathFault(
                    NOT_A_DATETIME, "jsonpath item method .datetime() can only be applied to a string");
        }
        try {
            return new PathItem.Time(library.moment(text.value(), method.argument()));
        } catch (SqlException malformed) {
            throw new PathFault(malformed);
        }
    }

    private void pairs(PathItem item, Consumer<PathItem> sink) {
        if (!(item.json() instanceof JsonValue.Fields object)) {
            throw new PathFault(
                    JsonPathEvaluator.OBJECT_NOT_FOUND,
                    "jsonpath item method .keyvalue() can only be applied to an object");
        }
        JsonValue number = new JsonValue.Decimal(BigDecimal.valueOf(numbers.of(object)));
        for (Map.Entry<String, JsonValue> field : object.values().entrySet()) {
            var pair = JsonValue.Fields.map();
            pair.put("id", number);
            pair.put("key", new JsonValue.Text(field.getKey()));
            pair.put("value", field.getValue());
            JsonValue.Fields made = new JsonValue.Fields(pair);
            numbers.made(made);
            sink.accept(new PathItem.Json(made));
        }
    }
}
