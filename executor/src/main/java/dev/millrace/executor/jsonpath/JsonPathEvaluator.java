package dev.millrace.executor.jsonpath;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.millrace.executor.json.JsonValue;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * Follows a path through a document. Each node hands what it finds to whoever comes next, so that nothing is gathered
 * but what an operation needs as a whole. Structural faults are {@link PathFault}s: a predicate that meets one is
 * unknown, a silent call finds nothing.
 */
final class JsonPathEvaluator {

    static final String ARRAY_NOT_FOUND = "22039";
    static final String MEMBER_NOT_FOUND = "2203A";
    static final String NUMBER_NOT_FOUND = "2203B";
    static final String OBJECT_NOT_FOUND = "2203C";
    static final String NOT_SINGLE = "22038";
    static final String INVALID_SUBSCRIPT = "22033";

    private final JsonPath path;
    private final JsonValue root;
    private final JsonValue.Fields variables;
    private final PathLibrary library;
    private final JsonPathMethods methods;
    private final JsonPathPredicates predicates;

    private boolean isTolerant;
    private PathItem current;
    private int arraySize;

    /** @param zone of the session, null where its use is not allowed */
    JsonPathEvaluator(
            JsonPath path, JsonValue root, JsonValue.Fields variables, PathLibrary library, ZoneId zone) {
        this.path = path;
        this.root = root;
        this.variables = variables;
        this.library = library;
        this.isTolerant = !path.isStrict();
        this.current = new PathItem.Json(root);
        this.methods = new JsonPathMethods(this, library, root, variables);
        this.predicates = new JsonPathPredicates(this, library, zone);
    }

    boolean isStrict() {
        return path.isStrict();
    }

    void run(Consumer<PathItem> sink) {
        node(path.root(), sink);
    }

    /**
     * Stops at the first item that a node leads to, in lax mode. What a sign stands before counts where it is a number,
     * and is otherwise no fault: PostgreSQL computes nothing of which only its being there is asked.
     */
    void findAny(JsonPath.Node node) {
        if (node instanceof JsonPath.Unary unary) {
            if (values(unary.operand(), true).stream().anyMatch(item -> item.json() instanceof JsonValue.Decimal)) {
                throw new ItemFound();
            }
            return;
        }
        node(node, item -> {
            throw new ItemFound();
        });
    }

    // ---- nodes ------------------------------------------------------------------------------------------------------

    void node(JsonPath.Node node, Consumer<PathItem> sink) {
        switch (node) {
            case JsonPath.Root start -> sink.accept(new PathItem.Json(root));
            case JsonPath.Current start -> sink.accept(current);
            case JsonPath.Last start -> sink.accept(number(BigDecimal.valueOf(arraySize - 1L)));
            case JsonPath.Variable variable -> sink.accept(variable(variable.name()));
            case JsonPath.Literal literal -> sink.accept(literal(literal.value()));
            case JsonPath.Access access ->
                node(access.base(), item -> step(access.step(), item, !isStrict(), sink));
            case JsonPath.Unary unary -> unary(unary, sink);
            case JsonPath.Binary binary -> sink.accept(binary(binary));
            case JsonPath.Predicate predicate -> sink.accept(truth(predicates.test(predicate)));
        }
    }

    /** What a node gives, all of it; in lax mode with arrays replaced by their elements, where that is wanted. */
    List<PathItem> values(JsonPath.Node node, boolean unwraps) {
        List<PathItem> items = new ArrayList<>();
        node(node, item -> {
            if (unwraps && !isStrict() && item.json() instanceof JsonValue.Array array) {
                array.elements().forEach(element -> items.add(new PathItem.Json(element)));
            } else {
                items.add(item);
            }
        });
        return items;
    }

    private static PathItem number(BigDecimal value) {
        return new PathItem.Json(new JsonValue.Decimal(value));
    }

    private static PathItem truth(Boolean value) {
        return new PathItem.Json(value == null ? JsonValue.Null.NULL : new JsonValue.Truth(value));
    }

    private static PathItem literal(Object value) {
        return new PathItem.Json(switch (value) {
            case null -> JsonValue.Null.NULL;
            case Boolean truth -> new JsonValue.Truth(truth);
            case BigDecimal number -> new JsonValue.Decimal(number);
            default -> new JsonValue.Text((String) value);
        });
    }

    private PathItem variable(String name) {
        JsonValue value = variables.values().get(name);
        if (value == null) {
            throw new SqlException(
                    SqlState.UNDEFINED_OBJECT, "could not find jsonpath variable \"" + name + "\"");
        }
        return new PathItem.Json(value);
    }

    private void unary(JsonPath.Unary unary, Consumer<PathItem> sink) {
        for (PathItem item : values(unary.operand(), true)) {
            if (!(item.json() instanceof JsonValue.Decimal number)) {
                throw new PathFault(
                        NUMBER_NOT_FOUND,
                        "operand of unary jsonpath operator " + unary.operator() + " is not a numeric value");
            }
            sink.accept(unary.operator() == '-' ? number(number.value().negate()) : item);
        }
    }

    private PathItem binary(JsonPath.Binary binary) {
        BigDecimal left = operand(binary.left(), "left", binary.operator());
        BigDecimal right = operand(binary.right(), "right", binary.operator());
        try {
            return number(library.arithmetic(binary.operator(), left, right));
        } catch (SqlException fault) {
            throw new PathFault(fault);
        }
    }

    private BigDecimal operand(JsonPath.Node node, String side, String operator) {
        List<PathItem> items = values(node, true);
        if (items.size() == 1 && items.getFirst().json() instanceof JsonValue.Decimal number) {
            return number.value();
        }
        throw new PathFault(
                NOT_SINGLE, side + " operand of jsonpath operator " + operator + " is not a single numeric value");
    }

    // ---- steps ------------------------------------------------------------------------------------------------------

    /** @param unwraps an array stands for its elements, where the step is not about arrays */
    private void step(JsonPath.Step step, PathItem item, boolean unwraps, Consumer<PathItem> sink) {
        switch (step) {
            case JsonPath.Key key -> key(key, item, unwraps, sink);
            case JsonPath.AnyKey any -> anyKey(any, item, unwraps, sink);
            case JsonPath.AnyElement any -> anyElement(item, sink);
            case JsonPath.Elements elements -> elements(elements, item, sink);
            case JsonPath.AnyLevel any -> anyLevel(any, item, sink);
            case JsonPath.Filter filter -> {
                if (unwraps && item.json() instanceof JsonValue.Array array) {
                    each(step, array, sink);
                } else if (Boolean.TRUE.equals(holds(filter.predicate(), item))) {
                    sink.accept(item);
                }
            }
            case JsonPath.Method method -> {
                boolean isAboutArrays = method.name().equals("type") || method.name().equals("size");
                if (unwraps && !isAboutArrays && item.json() instanceof JsonValue.Array array) {
                    each(step, array, sink);
                } else {
                    methods.call(method, item, sink);
                }
            }
        }
    }

    private void each(JsonPath.Step step, JsonValue.Array array, Consumer<PathItem> sink) {
        for (JsonValue element : array.elements()) {
            step(step, new PathItem.Json(element), false, sink);
        }
    }

    private Boolean holds(JsonPath.Predicate predicate, PathItem item) {
        PathItem outer = current;
        current = item;
        try {
            return predicates.test(predicate);
        } finally {
            current = outer;
        }
    }

    private void key(JsonPath.Key key, PathItem item, boolean unwraps, Consumer<PathItem> sink) {
        if (item.json() instanceof JsonValue.Fields object) {
            JsonValue value = object.values().get(key.name());
            if (value != null) {
                sink.accept(new PathItem.Json(value));
            } else if (!isTolerant) {
                throw new PathFault(
                        MEMBER_NOT_FOUND, "JSON object does not contain key \"" + key.name() + "\"");
            }
        } else if (unwraps && item.json() instanceof JsonValue.Array array) {
            each(key, array, sink);
        } else if (!isTolerant) {
            throw new PathFault(
                    MEMBER_NOT_FOUND, "jsonpath member accessor can only be applied to an object");
        }
    }

    private void anyKey(JsonPath.AnyKey any, PathItem item, boolean unwraps, Consumer<PathItem> sink) {
        if (item.json() instanceof JsonValue.Fields object) {
            object.values().values().forEach(value -> sink.accept(new PathItem.Json(value)));
        } else if (unwraps && item.json() instanceof JsonValue.Array array) {
            each(any, array, sink);
        } else if (!isTolerant) {
            throw new PathFault(
                    OBJECT_NOT_FOUND, "jsonpath wildcard member accessor can only be applied to an object");
        }
    }

    private void anyElement(PathItem item, Consumer<PathItem> sink) {
        if (item.json() instanceof JsonValue.Array array) {
            array.elements().forEach(element -> sink.accept(new PathItem.Json(element)));
        } else if (!isStrict()) {
            sink.accept(item);
        } else if (!isTolerant) {
            throw new PathFault(
                    ARRAY_NOT_FOUND, "jsonpath wildcard array accessor can only be applied to an array");
        }
    }

    private void elements(JsonPath.Elements elements, PathItem item, Consumer<PathItem> sink) {
        List<JsonValue> array = item.json() instanceof JsonValue.Array found ? found.elements() : null;
        if (array == null && isStrict()) {
            if (!isTolerant) {
                throw new PathFault(ARRAY_NOT_FOUND, "jsonpath array accessor can only be applied to an array");
            }
            return;
        }
        int size = array == null ? 1 : array.size();
        for (JsonPath.Range range : elements.ranges()) {
            int from = number(range.from(), size);
            int to = range.to() == null ? from : number(range.to(), size);
            if (!isTolerant && (from < 0 || from > to || to >= size)) {
                throw new PathFault(INVALID_SUBSCRIPT, "jsonpath array subscript is out of bounds");
            }
            for (int i = Math.max(from, 0); i <= Math.min(to, size - 1); i++) {
                sink.accept(array == null ? item : new PathItem.Json(array.get(i)));
            }
        }
    }

    /** A subscript: one number, cut to an integer. */
    private int number(JsonPath.Node node, int size) {
        int outer = arraySize;
        arraySize = size;
        List<PathItem> items;
        try {
            items = values(node, false);
        } finally {
            arraySize = outer;
        }
        if (items.size() != 1 || !(items.getFirst().json() instanceof JsonValue.Decimal number)) {
            throw new PathFault(INVALID_SUBSCRIPT, "jsonpath array subscript is not a single numeric value");
        }
        try {
            return number.value().setScale(0, RoundingMode.DOWN).intValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new PathFault(INVALID_SUBSCRIPT, "jsonpath array subscript is out of integer range");
        }
    }

    /** Below any level structural faults are no faults: not every level has what comes next. */
    private void anyLevel(JsonPath.AnyLevel any, PathItem item, Consumer<PathItem> sink) {
        Consumer<PathItem> tolerant = found -> {
            boolean outer = isTolerant;
            isTolerant = true;
            try {
                sink.accept(found);
            } finally {
                isTolerant = outer;
            }
        };
        if (any.from() == 0) {
            tolerant.accept(item);
        }
        descend(any, item.json(), 1, tolerant);
    }

    private void descend(JsonPath.AnyLevel any, JsonValue value, long level, Consumer<PathItem> sink) {
        if (level > any.to()) {
            return;
        }
        boolean wantsLeaves = any.from() == JsonPath.LAST_LEVEL && any.to() == JsonPath.LAST_LEVEL;
        Iterable<JsonValue> children = switch (value) {
            case JsonValue.Array array -> array.elements();
            case JsonValue.Fields object -> object.values().values();
            case JsonValue.Null none -> List.of();
            case JsonValue.Truth truth -> List.of();
            case JsonValue.Decimal number -> List.of();
            case JsonValue.Text text -> List.of();
        };
        for (JsonValue child : children) {
            if (level >= any.from() || wantsLeaves && child.isScalar()) {
                sink.accept(new PathItem.Json(child));
            }
            descend(any, child, level + 1, sink);
        }
    }
}
