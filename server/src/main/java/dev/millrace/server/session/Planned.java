package dev.millrace.server.session;

import java.time.ZoneId;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;

/**
 * A statement as planned from a text, and what that depended on.
 *
 * @param result the columns it will answer with; null for none
 */
public record Planned(
        Statement statement,
        List<SqlType> parameters,
        Schema result,
        long catalogVersion,
        ZoneId zone,
        List<String> searchPath) {}
