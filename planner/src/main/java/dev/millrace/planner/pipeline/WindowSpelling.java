package dev.millrace.planner.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.executor.plan.FrameBound;
import dev.millrace.executor.plan.Plan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.WindowCall;
import dev.millrace.executor.plan.WindowFrame;

/** What EXPLAIN says of a window: its partition and order, then each function with its frame. */
final class WindowSpelling {

    private final Plan.Window window;
    private final Spelling spelling;

    WindowSpelling(Plan.Window window) {
        this.window = window;
        spelling = new Spelling(window.input().schema());
    }

    String line() {
        StringBuilder line = new StringBuilder("Window");
        if (!window.partition().isEmpty()) {
            line.append(" per ").append(
                    String.join(", ", window.partition().stream().map(spelling::column).toList()));
        }
        if (!window.order().isEmpty()) {
            line.append(" ordered by ").append(Explain.order(window.order(), spelling));
        }
        List<String> calls = new ArrayList<>();
        int first = window.input().schema().size();
        for (int i = 0; i < window.calls().size(); i++) {
            String name = window.schema().field(first + i).name();
            String text = call(window.calls().get(i));
            calls.add(text.startsWith(name + "(") ? text : text + " as " + name);
        }
        return line.append(": ").append(String.join(", ", calls)).append(" [state]").toString();
    }

    private String call(WindowCall call) {
        List<String> arguments = call.arguments().stream().map(spelling::text).toList();
        boolean isCount = call.name().equals("count") && arguments.isEmpty();
        String filter = call.filter() < 0 ? "" : " filter (where " + spelling.column(call.filter()) + ")";
        return call.name() + "(" + (isCount ? "*" : String.join(", ", arguments)) + ")" + filter
                + frame(call.frame());
    }

    private static String frame(WindowFrame frame) {
        if (frame.equals(WindowFrame.DEFAULT)) {
            return "";
        }
        String exclusion = frame.exclusion() == WindowFrame.Exclusion.NO_OTHERS
                ? ""
                : " exclude " + words(frame.exclusion());
        return " " + words(frame.unit()) + " between " + bound(frame.start()) + " and " + bound(frame.end())
                + exclusion;
    }

    private static String bound(FrameBound bound) {
        String offset = bound.hasOffset() ? new Spelling(Schema.EMPTY).text(bound.offset()) + " " : "";
        return offset + words(bound.kind());
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
