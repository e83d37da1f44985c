package dev.millrace.planner.bind;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.planner.ViewSecurity;

/** What CREATE VIEW says beside its query: the options of WITH, and WITH CHECK OPTION, which is one of them. */
final class ViewOptions {

    private final Binding binding;
    private final Map<String, String> kept = new LinkedHashMap<>();

    /** @param checkOption what stands behind the query, or null */
    ViewOptions(Binding binding, Map<String, String> options, String checkOption) {
        this.binding = binding;
        options.forEach(this::add);
        if (checkOption != null) {
            kept.put("check_option", checkOption);
        }
    }

    private void add(String name, String value) {
        switch (name) {
            case "check_option" -> {
                String option = value.toLowerCase(Locale.ROOT);
                if (!option.equals("local") && !option.equals("cascaded")) {
                    throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "invalid value for enum option \"check_option\": " + value)
                            .withDetail("Valid values are \"local\" and \"cascaded\".");
                }
                kept.put(name, option);
            }
            case "security_barrier", "security_invoker" -> {
                boolean isOn = ViewSecurity.read(value).orElseThrow(() -> new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "invalid value for boolean option \"" + name + "\": " + value));
                if (isOn && !name.equals(ViewSecurity.INVOKER)) {
                    throw SqlException.unsupported("a view with " + name)
                            .withHint("Its conditions may be computed after those of the query that reads it.");
                }
                kept.put(name, value);
            }
            default -> throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"" + name + "\"");
        }
    }

    Map<String, String> kept() {
        return kept;
    }

    /** The relation whose rows the view shows, null where it is no simple one. */
    Statement.Shown shown(SqlNode query) {
        SimpleView.Verdict verdict = SimpleView.of(query, binding);
        boolean isChecked = kept.containsKey("check_option");
        if (verdict.view() == null) {
            if (isChecked) {
                throw notUpdatable(verdict.reason());
            }
            return null;
        }
        Statement.Shown shown = new Statement.Shown(
                verdict.view().relation().id(), ViewColumns.of(verdict.view(), binding));
        if (isChecked && shown.columns().stream().noneMatch(column -> column >= 0)) {
            throw notUpdatable("Views that have no updatable columns are not automatically updatable.");
        }
        return shown;
    }

    private static SqlException notUpdatable(String reason) {
        return new SqlException(
                SqlState.FEATURE_NOT_SUPPORTED,
                "WITH CHECK OPTION is supported only on automatically updatable views")
                .withHint(reason);
    }
}
