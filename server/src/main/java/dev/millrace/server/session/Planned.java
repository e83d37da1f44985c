package dev.millrace.server.session;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.data.DateStyle;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.server.wire.WireColumn;

/**
 * A statement as planned from a text, and what that depended on.
 *
 * @param parameters types of the parameters that the client gives
 * @param constants values of the parameters after those: what stood in the text in their place
 * @param result the columns it will answer with; null for none
 * @param columns the same as they are described to clients
 * @param role whose rights it was planned with; {@code sessionRole}: who the session was
 * @param shortPath a way to its outcome that is shorter than running it; null for none
 */
public record Planned(
        Statement statement,
        List<SqlType> parameters,
        List<Expr.Literal> constants,
        Schema result,
        List<WireColumn> columns,
        ShortPath shortPath,
        long catalogVersion,
        ZoneId zone,
        DateStyle dateStyle,
        List<String> searchPath,
        long role,
        long sessionRole) {

    /** The same plan for another text of the same template. */
    Planned with(List<SqlType> ownParameters, List<Expr.Literal> otherConstants) {
        return new Planned(
                statement, ownParameters, otherConstants, result, columns, shortPath, catalogVersion, zone, dateStyle,
                searchPath, role, sessionRole);
    }

    /** The values of all its parameters: the client's, then those of its own text. */
    List<Expr.Literal> values(List<Expr.Literal> arguments) {
        if (constants.isEmpty()) {
            return arguments;
        }
        List<Expr.Literal> values = new ArrayList<>(arguments);
        values.addAll(constants);
        return values;
    }
}
