package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;

/** The types of {@code $1..$n}: given by the client, or decided by the first place that needs one. */
final class ParameterTypes {

    private static final int PARAMETERS_MAX = 65535;

    private final List<SqlType> types;

    ParameterTypes(List<SqlType> hints) {
        this.types = new ArrayList<>(hints);
    }

    /** @param index from 0 */
    Expr.Parameter use(int index, int position) {
        if (index < 0 || index >= PARAMETERS_MAX) {
            throw new SqlException(SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + (index + 1)).at(position);
        }
        while (types.size() <= index) {
            types.add(SqlType.UNKNOWN);
        }
        return new Expr.Parameter(index, types.get(index));
    }

    /** The parameter with its type: the one decided earlier, or this. */
    Expr.Parameter decide(Expr.Parameter parameter, SqlType type) {
        if (isUndecided(parameter.index())) {
            types.set(parameter.index(), type);
        }
        return new Expr.Parameter(parameter.index(), types.get(parameter.index()));
    }

    boolean isUndecided(int index) {
        return types.get(index).kind() == SqlType.Kind.UNKNOWN;
    }

    SqlType type(int index) {
        return types.get(index);
    }

    /** @throws SqlException 42P18 when one is still open */
    List<SqlType> decided() {
        for (int i = 0; i < types.size(); i++) {
            if (isUndecided(i)) {
                throw new SqlException(
                        SqlState.INDETERMINATE_DATATYPE, "could not determine data type of parameter $" + (i + 1));
            }
        }
        return List.copyOf(types);
    }
}
