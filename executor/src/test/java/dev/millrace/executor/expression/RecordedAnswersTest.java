package dev.millrace.executor.expression;

import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.millrace.executor.data.Column;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.executor.data.Literals;
import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.function.Functions;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Every function and cast against the answers of PostgreSQL 15, which {@code record.sh} beside the files has written: a
 * line is an expression, an arrow, and {@code type: text}, {@code NULL} or {@code ERROR sqlstate: message}. Each is
 * evaluated twice: folded as a constant, and over a batch whose columns hold the literals.
 */
class RecordedAnswersTest {

    private static final String ARROW = " -> ";
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    private final CallResolver resolver = new CallResolver(ZONE);
    private final ConstantFolding folding = new ConstantFolding(Functions.standard(), ZONE);
    private final ExpressionCompiler compiler = new ExpressionCompiler(Functions.standard(), ZONE);

    @ParameterizedTest
    @ValueSource(strings = {"numbers", "text", "patterns", "times", "casts", "conditions", "formatting"})
    void answersAsPostgres(String topic) throws IOException {
        List<String> differences = new ArrayList<>();
        int count = 0;
        for (String line : lines(topic)) {
            int arrow = line.lastIndexOf(ARROW);
            if (line.startsWith("#") || arrow < 0) {
                continue;
            }
            count++;
            String expected = line.substring(arrow + ARROW.length());
            check(line.substring(0, arrow), expected, differences);
        }
        assertTrue(count > 20, "too few lines in " + topic);
        assertEquals("", String.join("\n", differences), () -> differences.size() + " differ");
    }

    private static List<String> lines(String topic) throws IOException {
        String file = topic + ".txt";
        try (InputStream in = RecordedAnswersTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private void check(String sql, String expected, List<String> differences) {
        String answer;
        String lifted = null;
        try {
            Expr expression = SqlReader.read(sql, resolver);
            answer = answer(() -> folding.evaluate(expression));
            lifted = answer(() -> evaluateOverColumns(expression));
        } catch (SqlException failure) {
            answer = failure(failure);
        } catch (RuntimeException broken) {
            answer = broken.toString();
        }
        if (!answer.equals(expected)) {
            differences.add(sql + "\n    expected " + expected + "\n    but was  " + answer);
        } else if (lifted != null && !lifted.equals(answer)) {
            differences.add(sql + "\n    over columns " + lifted + "\n    as constant  " + answer);
        }
    }

    private interface Evaluation {
        Expr.Literal run();
    }

    private static String answer(Evaluation evaluation) {
        try {
            Expr.Literal literal = evaluation.run();
            SqlType type = literal.type();
            String text = literal.value() == null
                    ? "NULL"
                    : type.withoutModifiers() + ": " + TextForm.format(type, Literals.column(literal), 0, ZONE);
            return text.replace("\n", "\\n");
        } catch (SqlException failure) {
            return failure(failure);
        }
    }

    private static String failure(SqlException failure) {
        return "ERROR " + failure.sqlState() + ": " + failure.getMessage();
    }

    /** Each literal becomes a column: its value in rows 0 and 2, NULL in row 1. */
    private Expr.Literal evaluateOverColumns(Expr expression) {
        Map<Expr, Integer> inputs = new HashMap<>();
        List<Column> columns = new ArrayList<>();
        Expr lifted = expression.rewrite(node -> {
            if (!(node instanceof Expr.Literal literal)) {
                return node;
            }
            int index = inputs.computeIfAbsent(literal, key -> {
                ColumnBuilder builder = new ColumnBuilder(literal.type().layout());
                Literals.append(literal, builder);
                builder.appendNull();
                Literals.append(literal, builder);
                columns.add(builder.build());
                return columns.size() - 1;
            });
            return new Expr.Input(index, literal.type());
        });
        Evaluator.Failures failures = new Evaluator.Failures();
        Column result = compiler.compile(lifted)
                .evaluate(DeltaBatch.inserts(columns.toArray(Column[]::new), 3), 0, failures);
        if (failures.of(2) != null) {
            assertEquals(failures.of(0).getMessage(), failures.of(2).getMessage());
            throw failures.of(2);
        }
        Expr.Literal first = Literals.of(expression.type(), result, 0);
        assertEquals(first, Literals.of(expression.type(), result, 2));
        return first;
    }
}
