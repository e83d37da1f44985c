package dev.millrace.server.statement;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.DropAbsent;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.SystemCatalog;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.StatementText;
import dev.millrace.server.wire.ServerMessage;

/** DROP of what nobody can create here: it is not there, or it came with the database and stays. */
final class DropAbsentHandler implements Handler<DropAbsent> {

    /** Where those are listed that came with the database, by kind: the relation and the column of their names. */
    private static final Map<String, String> LISTED = Map.of(
            "operator", "pg_operator WHERE oprname",
            "operator class", "pg_opclass WHERE opcname",
            "collation", "pg_collation WHERE collname",
            "language", "pg_language WHERE lanname",
            "extension", "pg_extension WHERE extname",
            "tablespace", "pg_tablespace WHERE spcname",
            "access method", "pg_am WHERE amname");

    @Override
    public Outcome handle(DropAbsent drop, Execution run) throws InterruptedException {
        String tag = "DROP " + drop.kind().toUpperCase(Locale.ROOT);
        run.session().transaction().checkWritable(tag);
        for (DropAbsent.Absent object : drop.objects()) {
            SqlException missing = missing(drop.kind(), object, run);
            if (missing == null) {
                throw new SqlException(
                        SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                        "cannot drop " + shown(drop.kind(), object)
                                + " because it is required by the database system");
            }
            if (!drop.ifExists()) {
                throw missing;
            }
            run.session().notice(ServerMessage.notice(missing.getMessage() + ", skipping"));
        }
        return new Outcome.Done(tag);
    }

    /** Null for what came with the database. */
    private static SqlException missing(String kind, DropAbsent.Absent object, Execution run) {
        if (object.relation() != null && run.catalog().find(object.relation().parts()).isEmpty()) {
            return new SqlException(
                    SqlState.UNDEFINED_TABLE, "relation \"" + object.relation() + "\" does not exist");
        }
        List<String> parts = object.name().parts();
        String schema = parts.size() > 1 ? parts.get(parts.size() - 2) : null;
        boolean isNowhere = schema != null && !run.catalog().schemaNames().contains(schema)
                && !SystemCatalog.SCHEMAS.contains(schema);
        if (isNowhere) {
            return new SqlException(SqlState.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist");
        }
        if (kind.equals("cast")) {
            return missingCast(object, run);
        }
        String listed = LISTED.get(kind);
        if (listed != null && exists(listed + " = " + quoted(object.name().last()), run)) {
            return null;
        }
        String state = kind.equals("operator") ? SqlState.UNDEFINED_FUNCTION : SqlState.UNDEFINED_OBJECT;
        return new SqlException(state, shown(kind, object) + " does not exist"
                + (kind.equals("operator class") || kind.equals("operator family")
                        ? " for access method \"" + object.rest() + "\""
                        : ""));
    }

    private static SqlException missingCast(DropAbsent.Absent cast, Execution run) {
        String from = cast.name().last();
        for (String type : List.of(from, cast.rest())) {
            if (!exists("pg_type WHERE oid = to_regtype(" + quoted(type) + ")", run)) {
                return new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + type + "\" does not exist");
            }
        }
        boolean isThere = exists("pg_cast WHERE castsource = to_regtype(" + quoted(from)
                + ") AND casttarget = to_regtype(" + quoted(cast.rest()) + ")", run);
        return isThere
                ? null
                : new SqlException(
                        SqlState.UNDEFINED_OBJECT,
                        "cast from type " + from + " to type " + cast.rest() + " does not exist");
    }

    private static String shown(String kind, DropAbsent.Absent object) {
        return switch (kind) {
            case "operator" -> "operator " + object.name();
            case "cast" -> "cast from " + object.name() + " to " + object.rest();
            case "rule", "policy" -> kind + " \"" + object.name() + "\" for relation \"" + object.relation().last()
                    + "\"";
            case "statistics" -> "statistics object \"" + object.name() + "\"";
            case "foreign data wrapper" -> "foreign-data wrapper \"" + object.name() + "\"";
            default -> kind + " \"" + object.name() + "\"";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static boolean exists(String from, Execution run) {
        Statement.Query query = (Statement.Query) run.database().planning().plan(
                StatementText.asWritten("SELECT 1 FROM pg_catalog." + from + " LIMIT 1"), List.of(), run.session(),
                run.cancellation()).statement();
        return !Rows.all(run.query(query.plan()), query.plan().result()).isEmpty();
    }
}
