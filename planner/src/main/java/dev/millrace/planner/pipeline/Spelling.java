package dev.millrace.planner.pipeline;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.JavaCall;
import dev.millrace.executor.plan.JavaField;
import dev.millrace.executor.plan.RoutineCall;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

/** Expressions in SQL's spelling, columns by their names; a name that a row has twice is followed by its position. */
public final class Spelling {

    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int COMPARISON = 4;
    private static final int OTHER = 5;
    private static final int SUM = 6;
    private static final int PRODUCT = 7;
    private static final int ATOM = 9;

    private final List<String> names = new ArrayList<>();

    public Spelling(Schema schema) {
        List<String> plain = schema.fields().stream().map(Schema.Field::name).toList();
        for (int i = 0; i < plain.size(); i++) {
            String name = plain.get(i);
            boolean isUnique = plain.indexOf(name) == plain.lastIndexOf(name);
            names.add(isUnique ? name : name + "#" + (i + 1));
        }
    }

    public String column(int position) {
        return names.get(position);
    }

    public String text(Expr expr) {
        return text(expr, 0);
    }

    private String text(Expr expr, int around) {
        int own = precedence(expr);
        String text = switch (expr) {
            case Expr.Input input -> column(input.index());
            case Expr.Literal literal -> literal(literal);
            case Expr.Parameter parameter -> "$" + (parameter.index() + 1);
            case Expr.Now now -> "now()";
            case Expr.Call call -> call(call, own);
            case Expr.Cast cast -> text(cast.operand(), ATOM) + "::" + cast.type();
            case Expr.And and -> joined(and.operands(), " and ", AND);
            case Expr.Or or -> joined(or.operands(), " or ", OR);
            case Expr.Not not -> not(not);
            case Expr.IsNull isNull -> text(isNull.operand(), COMPARISON) + " is null";
            case Expr.IsNotDistinct same ->
                text(same.left(), COMPARISON) + " is not distinct from " + text(same.right(), COMPARISON);
            case Expr.InList in ->
                text(in.operand(), COMPARISON) + " in (" + joined(in.candidates(), ", ", 0) + ")";
            case Expr.Case c -> caseText(c);
            case Expr.Coalesce c -> "coalesce(" + joined(c.operands(), ", ", 0) + ")";
            case Expr.Row row -> "row(" + joined(row.operands(), ", ", 0) + ")";
            case Expr.Field field -> "(" + text(field.operand(), 0) + ")."
                    + field.operand().type().row().fields().get(field.index()).name();
        };
        return own <= around && own < ATOM ? "(" + text + ")" : text;
    }

    private String not(Expr.Not not) {
        return not.operand() instanceof Expr.IsNull isNull
                ? text(isNull.operand(), COMPARISON) + " is not null"
                : "not " + text(not.operand(), NOT);
    }

    private static int precedence(Expr expr) {
        return switch (expr) {
            case Expr.Or or -> OR;
            case Expr.And and -> AND;
            case Expr.Not not -> not.operand() instanceof Expr.IsNull ? COMPARISON : NOT;
            case Expr.IsNull isNull -> COMPARISON;
            case Expr.IsNotDistinct same -> COMPARISON;
            case Expr.InList in -> COMPARISON;
            case Expr.Call call -> callPrecedence(call);
            case Expr.Input input -> ATOM;
            case Expr.Literal literal -> ATOM;
            case Expr.Parameter parameter -> ATOM;
            case Expr.Now now -> ATOM;
            case Expr.Cast cast -> ATOM;
            case Expr.Case c -> ATOM;
            case Expr.Coalesce c -> ATOM;
            case Expr.Row row -> ATOM;
            case Expr.Field field -> ATOM;
        };
    }

    private static String nameOf(Expr.Call call) {
        if (JavaCall.is(call.function())) {
            JavaCall java = JavaCall.of(call.function());
            return java.className() + "." + java.method();
        }
        if (RoutineCall.is(call.function())) {
            return "function " + RoutineCall.of(call.function()).routine();
        }
        if (JavaField.is(call.function())) {
            return "field" + (JavaField.of(call.function()).index() + 1);
        }
        return call.function().substring(0, call.function().indexOf('(', 1));
    }

    private static boolean isOperator(String name) {
        return !Character.isLetter(name.charAt(0)) && name.charAt(0) != '_';
    }

    private static int callPrecedence(Expr.Call call) {
        String name = nameOf(call);
        if (!isOperator(name)) {
            return ATOM;
        }
        return switch (name) {
            case "=", "<>", "<", "<=", ">", ">=" -> COMPARISON;
            case "+", "-" -> call.operands().size() == 1 ? PRODUCT + 1 : SUM;
            case "*", "/", "%" -> PRODUCT;
            default -> OTHER;
        };
    }

    private String call(Expr.Call call, int own) {
        String name = nameOf(call);
        if (!isOperator(name)) {
            return name + "(" + joined(call.operands(), ", ", 0) + ")";
        }
        String symbol = switch (name) {
            case "~~" -> "like";
            case "!~~" -> "not like";
            case "~~*" -> "ilike";
            case "!~~*" -> "not ilike";
            default -> name;
        };
        if (call.operands().size() == 1) {
            return symbol + text(call.operands().getFirst(), own);
        }
        // Left-associative: only the right operand needs parentheses at the same level.
        return text(call.operands().get(0), own - 1) + " " + symbol + " " + text(call.operands().get(1), own);
    }

    private String joined(List<Expr> operands, String separator, int around) {
        return String.join(separator, operands.stream().map(o -> text(o, around)).toList());
    }

    private String caseText(Expr.Case c) {
        StringBuilder text = new StringBuilder("case");
        List<Expr> operands = c.operands();
        for (int i = 0; i + 1 < operands.size(); i += 2) {
            text.append(" when ").append(text(operands.get(i))).append(" then ").append(text(operands.get(i + 1)));
        }
        return text.append(" else ").append(text(operands.getLast())).append(" end").toString();
    }

    private static String literal(Expr.Literal literal) {
        if (literal.value() == null) {
            return "null";
        }
        SqlType.Kind kind = literal.type().kind();
        if (kind == SqlType.Kind.BOOLEAN || kind.isNumber() || kind == SqlType.Kind.OID) {
            return literal.value().toString();
        }
        if (literal.value() instanceof Long physical) {
            return "'" + TimeText.of(kind, physical) + "'::" + kind.sqlName();
        }
        String quoted = "'" + literal.value().toString().replace("'", "''") + "'";
        return kind.isText() || kind == SqlType.Kind.UNKNOWN ? quoted : quoted + "::" + literal.type();
    }
}
