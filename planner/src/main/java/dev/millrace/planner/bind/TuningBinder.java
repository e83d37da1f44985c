package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.ObjectTuning;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TuningChange;
import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.SqlAlter;
import dev.millrace.sql.parser.statement.StatementOption;
import dev.millrace.sql.parser.statement.Tuning;

/** What ALTER says of how an object is to be stored. */
final class TuningBinder {

    private static final Set<String> STORAGE = Set.of("plain", "external", "extended", "main");
    private static final Set<String> COMPRESSION = Set.of("pglz", "lz4", "default");

    private final StatementBinder statements;

    TuningBinder(StatementBinder statements) {
        this.statements = statements;
    }

    /** Null where a change is about anything else. */
    Statement bind(SqlAlter alter, Statement.ObjectKind kind) {
        List<TuningChange> changes = new ArrayList<>();
        for (AlterChange change : alter.changes()) {
            switch (change) {
                case AlterChange.Tune tune -> changes.add(change(tune.tuning()));
                case AlterChange.SetOptions _, AlterChange.ResetOptions _ ->
                    changes.add(new TuningChange.Options(options(change)));
                case AlterChange _ -> {
                    return null;
                }
            }
        }
        return new ObjectTuning(kind, StatementBinder.name(alter.name()), alter.ifExists(), changes);
    }

    TuningChange change(Tuning tuning) {
        return switch (tuning) {
            case Tuning.Column column ->
                new TuningChange.Column(column.column().getSimple(), Map.of(column.setting(), value(column)));
            case Tuning.ColumnOptions set -> new TuningChange.Column(
                    set.column().getSimple(), set.isReset() ? reset(set.options()) : statements.options(set.options()));
            case Tuning.Logged logged -> new TuningChange.Logged(logged.isLogged());
            case Tuning.ReplicaIdentity identity -> new TuningChange.ReplicaIdentity(
                    identity.kind(), identity.index() == null ? null : identity.index().getSimple());
            case Tuning.Clustered on -> new TuningChange.Clustered(on.index() == null ? null : on.index().getSimple());
        };
    }

    private static String value(Tuning.Column column) {
        String value = column.value().toLowerCase(Locale.ROOT);
        switch (column.setting()) {
            case "statistics" -> {
                if (!value.matches("-?\\d{1,9}")) {
                    throw new SqlException(SqlState.SYNTAX_ERROR, "syntax error at or near \"" + column.value() + "\"");
                }
                int target = Integer.parseInt(value);
                if (target < -1) {
                    throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE, "statistics target " + target + " is too low");
                }
                return Integer.toString(Math.min(target, 10_000));
            }
            case "storage" -> {
                if (!STORAGE.contains(value)) {
                    throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE, "invalid storage type \"" + column.value() + "\"");
                }
            }
            default -> {
                if (!COMPRESSION.contains(value)) {
                    throw new SqlException(
                            SqlState.INVALID_PARAMETER_VALUE, "invalid compression method \"" + column.value() + "\"");
                }
            }
        }
        return value;
    }

    /** What SET or RESET says of options; null as the value of one that is to be as if it was never given. */
    Map<String, String> options(AlterChange change) {
        return switch (change) {
            case AlterChange.SetOptions set -> statements.options(set.options());
            case AlterChange.ResetOptions reset -> reset(reset.options());
            case AlterChange other -> Map.of();
        };
    }

    private static Map<String, String> reset(List<StatementOption> options) {
        Map<String, String> names = new HashMap<>();
        for (StatementOption option : options) {
            if (option.form() != StatementOption.Form.NONE) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "RESET must not include values for parameters");
            }
            names.put(option.key(), null);
        }
        return names;
    }
}
