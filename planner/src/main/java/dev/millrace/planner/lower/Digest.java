package dev.millrace.planner.lower;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;

/**
 * The name of a plan node: a digest of its kind, its parameters and its inputs' names. Column names are left out: they
 * change nothing about the state. The rendering below is part of the stored format; a change of it renames all state.
 */
final class Digest {

    private static final int UID_BYTES = 8;

    private final StringBuilder text = new StringBuilder();

    Digest(String kind) {
        text.append(kind);
    }

    Digest add(Object value) {
        String rendered = String.valueOf(value);
        text.append('|').append(rendered.length()).append(':').append(rendered);
        return this;
    }

    Digest add(Plan input) {
        return add(input.uid());
    }

    Digest add(Expr expr) {
        StringBuilder rendered = new StringBuilder();
        render(expr, rendered);
        return add(rendered);
    }

    Digest addAll(Collection<Expr> exprs) {
        add(exprs.size());
        exprs.forEach(this::add);
        return this;
    }

    Digest add(Schema schema) {
        for (Schema.Field field : schema.fields()) {
            add(field.type()).add(field.nullable());
        }
        return this;
    }

    private static void render(Expr expr, StringBuilder into) {
        into.append('(').append(expr.getClass().getSimpleName()).append(' ').append(expr.type());
        switch (expr) {
            case Expr.Input input -> into.append(' ').append(input.index());
            case Expr.Parameter parameter -> into.append(' ').append(parameter.index());
            case Expr.Call call -> into.append(' ').append(call.function());
            case Expr.Cast cast -> into.append(' ').append(cast.assignment());
            case Expr.Literal literal -> {
                String value = String.valueOf(literal.value());
                into.append(literal.value() == null ? " null" : " " + value.length() + ":" + value);
            }
            case Expr.Now now -> {}
            case Expr.And and -> {}
            case Expr.Or or -> {}
            case Expr.Not not -> {}
            case Expr.IsNull isNull -> {}
            case Expr.IsNotDistinct same -> {}
            case Expr.InList in -> {}
            case Expr.Case c -> {}
            case Expr.Coalesce c -> {}
            case Expr.Row row -> {}
            case Expr.Field field -> into.append(' ').append(field.index());
        }
        List<Expr> operands = expr.operands();
        operands.forEach(operand -> render(operand, into));
        into.append(')');
    }

    String uid() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, UID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
