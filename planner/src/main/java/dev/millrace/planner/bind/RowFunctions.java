package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnnestOperator;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Order;
import dev.millrace.planner.logical.Rel;
import dev.millrace.planner.logical.Unnest;
import dev.millrace.sql.parser.expression.PostgresOperators;

/** Functions in FROM that return rows: one alone, several side by side (ROWS FROM), numbered (WITH ORDINALITY). */
final class RowFunctions {

    /** What the lexer makes of {@code ROWS FROM (}. */
    private static final String ROWS_FROM = "rows from";

    private static final String NUMBER = "ordinality";

    private final Binding binding;
    private final ExpressionBinder expressions;

    /**
     * What one function adds to the rows: an array to walk, and columns made of its elements.
     *
     * @param definitions names and types of a record's columns, or empty
     */
    private record Source(String name, Expr array, SqlCall call, List<SqlNode> definitions) {}

    RowFunctions(Binding binding, ExpressionBinder expressions) {
        this.binding = binding;
        this.expressions = expressions;
    }

    static boolean isNumbered(SqlNode item) {
        return item instanceof SqlCall call
                && (call.getOperator() == PostgresOperators.WITH_ORDINALITY
                        || call.getOperator() instanceof SqlUnnestOperator unnest && unnest.withOrdinality);
    }

    /** Whether an item of FROM is of a form that is known here. */
    static boolean isRows(SqlCall call) {
        String name = CallBinder.functionName(plain(call));
        return isNumbered(call) || name.equals(ROWS_FROM) || isOfJson(name) || SetReturning.isNamed(name);
    }

    /** The call of the function itself. */
    private static SqlCall plain(SqlCall item) {
        boolean isWrapped = item.getOperator() == PostgresOperators.WITH_ORDINALITY
                || item.getKind() == SqlKind.COLLECTION_TABLE;
        return isWrapped && item.operand(0) instanceof SqlCall inner ? plain(inner) : item;
    }

    /** @param definitions names and types of a record's columns, or empty */
    FromBinder.From bind(SqlCall item, List<SqlNode> definitions, Scope around) {
        boolean isNumbered = isNumbered(item);
        SqlCall call = plain(item);
        String name = CallBinder.functionName(call);
        Frame frame = new Frame(around, "functions in FROM");
        List<Source> sources = new ArrayList<>();
        if (name.equals(ROWS_FROM)) {
            for (SqlNode function : call.getOperandList()) {
                if (!(function instanceof SqlCall one)) {
                    throw SqlException.unsupported("this item of ROWS FROM").at(binding.at(function));
                }
                boolean isDefined = one.getKind() == SqlKind.AS;
                List<SqlNode> own = isDefined ? one.getOperandList().subList(2, one.operandCount()) : List.of();
                collect(isDefined ? one.operand(0) : one, own, frame, sources);
            }
        } else {
            collect(call, definitions, frame, sources);
        }
        return rows(name, sources, isNumbered, frame, around);
    }

    private void collect(SqlCall call, List<SqlNode> definitions, Frame frame, List<Source> into) {
        String name = CallBinder.functionName(call);
        if (name.equals("unnest") && call.operandCount() > 1) {
            for (SqlNode operand : call.getOperandList()) {
                SqlCall one = call.getOperator().createCall(call.getParserPosition(), operand);
                into.add(new Source(name, SetReturning.array(name, one, expressions, frame), one, List.of()));
            }
        } else if (isOfJson(name)) {
            into.add(new Source(name, ofJson(name, call, definitions, frame), call, definitions));
        } else if (SetReturning.isNamed(name)) {
            into.add(new Source(name, SetReturning.array(name, call, expressions, frame), call, definitions));
        } else {
            RoutineBody routine = expressions.calls.routines.resolve(call, frame);
            into.add(new Source(name, array(routine, call, definitions, frame), call, definitions));
        }
    }

    /** What any other function gives. @param routine null for one of PostgreSQL's */
    private Expr array(RoutineBody routine, SqlCall call, List<SqlNode> definitions, Frame frame) {
        if (routine == null || definitions.isEmpty() && !routine.routine().isSet()) {
            return single(expressions.bindTyped(call, frame), call);
        }
        RoutineBody defined = routine.defined(definitions);
        return routine.routine().isSet() ? defined.array(frame) : single(defined.value(frame), call);
    }

    /** Rows made of JSON, of the type that the first argument or a column definition list says. */
    private Expr ofJson(String name, SqlCall call, List<SqlNode> definitions, Frame frame) {
        List<SqlNode> nodes = new ArrayList<>(call.getOperandList());
        List<Expr> arguments =
                new ArrayList<>(nodes.stream().map(node -> expressions.bind(node, frame)).toList());
        SqlType defined =
                definitions.isEmpty() ? SqlType.RECORD : SqlType.ofRow(RowDefinitions.of(definitions, binding));
        if (SetReturning.isRecords(name)) {
            arguments.addFirst(Expr.Literal.ofNull(defined));
            nodes.addFirst(call);
        } else if (!arguments.isEmpty() && Rows.isOpen(arguments.getFirst())) {
            arguments.set(0, Expr.Literal.ofNull(defined));
        }
        if (!arguments.isEmpty() && Rows.isOpen(arguments.getFirst()) && definitions.isEmpty()) {
            throw RowDefinitions.required().at(binding.at(call));
        }
        return name.endsWith("set")
                ? expressions.calls.named(name + " array", arguments, nodes, call)
                : single(expressions.calls.named(name, arguments, nodes, call), call);
    }

    /** Whether a function makes rows of JSON. */
    private static boolean isOfJson(String name) {
        return SetReturning.isRecords(name) || name.startsWith("json_populate_record")
                || name.startsWith("jsonb_populate_record");
    }

    /** What a function gives: the rows that are made of JSON meet the domains of their attributes. */
    static Expr asked(String name, Expr value, SqlNode at, Binding binding) {
        return isOfJson(name) ? new AttributeDomains(binding).checked(value, at) : value;
    }

    /** What a scalar function gives, as an array of one element. */
    private Expr single(Expr value, SqlNode at) {
        Expr empty = binding.coercion.convert(Literals.text("{}"), SqlType.arrayOf(value.type()), at);
        return expressions.calls.named("array_append", List.of(empty, value), List.of(at, at), at);
    }

    private FromBinder.From rows(
            String name,
            List<Source> sources,
            boolean isNumbered,
            Frame frame,
            Scope around) {
        List<Column> elements = new ArrayList<>();
        List<Expr> outputs = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        List<Scope.Named> named = new ArrayList<>();
        for (Source source : sources) {
            Column element = SetReturning.column(source.name(), source.array(), sources.size() == 1, binding);
            elements.add(element);
            outputs(source, element, outputs, columns, named);
        }
        Column number = binding.numbers.column(NUMBER, SqlType.BIGINT, false);
        Rel rel = new Unnest(
                frame.attach(Rel.Values.oneRow()), sources.stream().map(Source::array).toList(), elements, number);
        if (isNumbered) {
            outputs.add(number.reference());
            columns.add(number);
            named.add(new Scope.Named(NUMBER, number));
        }
        boolean isPlain = columns.stream().allMatch(rel.columns()::contains);
        if (!isPlain && !isNumbered) {
            outputs.add(number.reference());
            columns.add(number);
        }
        rel = isPlain ? rel : new Rel.Project(rel, outputs, columns);
        String table = sources.size() == 1 ? sources.getFirst().name() : name;
        SqlType only = sources.size() == 1 && !isNumbered ? elements.getFirst().type() : null;
        long relation = only == null || only.row() == null ? 0 : only.row().relation();
        return new FromBinder.From(
                rel,
                Scope.of(new Scope.Table(null, table, named, null, relation, false), around),
                List.of(new Order(number.id(), false, false)));
    }

    private void outputs(
            Source source,
            Column element,
            List<Expr> outputs,
            List<Column> columns,
            List<Scope.Named> named) {
        String name = source.name();
        List<SqlNode> definitions = source.definitions();
        if (element.type().kind() == SqlType.Kind.RECORD) {
            List<String> names = new RowDefinitions(binding).names(element.type().row(), definitions, source.call());
            Expr row = asked(name, element.reference(), source.call(), binding);
            for (int i = 0; i < names.size(); i++) {
                add(names.get(i), Rows.field(row, i), outputs, columns, named);
            }
        } else if (!definitions.isEmpty()) {
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            "a column definition list is only allowed for functions returning \"record\"")
                    .at(binding.at(definitions.getFirst()));
        } else if (RowColumns.areOf(name)) {
            List<String> names = RowColumns.names(name);
            for (int i = 0; i < names.size(); i++) {
                Expr value = RowColumns.value(name, i, element, expressions, source.call());
                add(names.get(i), value, outputs, columns, named);
            }
        } else if (SetReturning.value(name, element) instanceof Expr.Input input) {
            outputs.add(input);
            columns.add(element);
            named.add(new Scope.Named(SetReturning.hasValueColumn(name) ? "value" : element.name(), element));
        } else {
            add(name, SetReturning.value(name, element), outputs, columns, named);
        }
    }

    private void add(
            String name, Expr expr, List<Expr> outputs, List<Column> columns, List<Scope.Named> named) {
        Column column = binding.numbers.column(name, expr.type(), true);
        outputs.add(expr);
        columns.add(column);
        named.add(new Scope.Named(name, column));
    }
}
