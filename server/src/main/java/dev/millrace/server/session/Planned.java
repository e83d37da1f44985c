package dev.millrace.server.session;

import java.time.ZoneId;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;

/**
 * A statement as planned from a text, and what that depended on.
 *
 * @param parameters types of the parameters that the client gives
 * @param constants values of the parameters after those: what stood in the text in their place
 * @param result the columns it will answer with; null for none
 */
public record Planned(
        Statement statement,
        List<SqlType> parameters,
        List<Expr.Literal> constants,
        Schema result,
        long catalogVersion,
        ZoneId zone,
        List<String> searchPath) {

    /** The same plan for another text of the same template. */
    Planned with(List<SqlType> ownParameters, List<Expr.Literal> otherConstants) {
        return new Planned(statement, ownParameters, otherConstants, result, catalogVersion, zone, searchPath);
    }
}
