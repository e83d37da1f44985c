package dev.millrace.server.statement;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.CallProcedure;
import dev.millrace.planner.ChangeAccess;
import dev.millrace.planner.CompositeChange;
import dev.millrace.planner.CreateSchema;
import dev.millrace.planner.CurrentOf;
import dev.millrace.planner.DatabaseChange;
import dev.millrace.planner.DeclareCursor;
import dev.millrace.planner.DomainChange;
import dev.millrace.planner.DropAbsent;
import dev.millrace.planner.IndexAttachment;
import dev.millrace.planner.InlineBlock;
import dev.millrace.planner.MaterializedViewPlan;
import dev.millrace.planner.Merge;
import dev.millrace.planner.ObjectTuning;
import dev.millrace.planner.PartComment;
import dev.millrace.planner.RoutineChange;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableFromPrepared;
import dev.millrace.planner.TreeChange;
import dev.millrace.planner.TriggerChange;
import dev.millrace.planner.Upkeep;
import dev.millrace.planner.ViewChange;
import dev.millrace.planner.WithModifications;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Portal;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.Settings;
import dev.millrace.server.wire.WireColumn;

/** Which columns a statement answers with: what Describe tells, and what its handler then sends. */
final class ResultColumns {

    static final Schema EXPLAIN = text("QUERY PLAN");
    static final Schema SHOW_ALL = text("name", "setting", "description");

    private ResultColumns() {}

    /** Null for a statement without rows. */
    static Schema of(Statement statement, Session session) {
        return switch (statement) {
            case Statement.Query query -> query.plan().result();
            case Statement.Insert insert -> of(insert.returning());
            case Statement.Update update -> of(update.returning());
            case Statement.Delete delete -> of(delete.returning());
            case Statement.Subscribe subscribe -> new SubscriptionRows(subscribe).columns();
            case Statement.Explain _, MaterializedViewPlan _ -> EXPLAIN;
            case Statement.ShowSetting show -> show.name().equals("all") ? SHOW_ALL : text(settingColumn(show.name()));
            case Statement.ShowObjects show -> ShownObjects.columns(show);
            case Statement.Execute execute -> session.statements().get(execute.name()).result();
            case Statement.Fetch fetch -> fetch.isMove() ? null : of(session.portals().find(fetch.cursor()));
            case CallProcedure call -> call.result();
            case WithModifications with -> of(with.main(), session);
            case CurrentOf row -> of(row.change(), session);
            case TreeChange tree -> of(tree.returning());
            case Merge _, Upkeep _, RoutineChange _, TriggerChange _, DomainChange _, CompositeChange _,
                    PartComment _, IndexAttachment _, ObjectTuning _, DropAbsent _, ViewChange _,
                    InlineBlock _, ChangeAccess _, DatabaseChange _, TableFromPrepared _,
                    Statement.Truncate _, Statement.CopyIn _, Statement.CopyOut _,
                    Statement.CreateTable _, Statement.CreateStream _, Statement.CreateView _,
                    Statement.CreateMaterializedView _, Statement.CreateSink _, Statement.CreateIndex _,
                    CreateSchema _, Statement.Drop _, Statement.CreateEnum _, Statement.AddLabel _,
                    Statement.RenameLabel _, Statement.CreateSequence _, Statement.AlterSequence _,
                    Statement.AlterTable _, Statement.Rename _, Statement.Comment _, Statement.SetSchema _,
                    Statement.RenameColumn _, Statement.AlterMaterializedView _, Statement.RefreshMaterializedView _,
                    Statement.SetSetting _, Statement.Reset _, Statement.Discard _, Statement.Begin _,
                    Statement.Commit _, Statement.Rollback _, Statement.Savepoint _, Statement.SetTransaction _,
                    Statement.Prepare _, Statement.Deallocate _, DeclareCursor _, Statement.CloseCursor _,
                    Statement.Channel _, Statement.SetConstraints _ -> null;
        };
    }

    private static Schema of(Statement.Returning returning) {
        return returning == null ? null : returning.schema();
    }

    /** A cursor that does not exist is FETCH's error, not Parse's. */
    private static Schema of(Portal cursor) {
        if (cursor == null || !(cursor.outcome() instanceof Outcome.Rows rows)) {
            return null;
        }
        return new Schema(rows.columns().stream()
                .map(column -> new Schema.Field(column.name(), column.type(), true))
                .toList());
    }

    /** {@code epoch}, {@code progressed} when asked for, {@code weight}, then the query's columns. */

    static String settingColumn(String name) {
        return switch (name) {
            case "timezone", "time zone" -> "TimeZone";
            default -> Settings.spelling(name);
        };
    }

    static Schema text(String... names) {
        List<Schema.Field> fields = new ArrayList<>(names.length);
        for (String name : names) {
            fields.add(new Schema.Field(name, SqlType.TEXT, true));
        }
        return new Schema(fields);
    }

    static List<WireColumn> wire(Schema schema) {
        return schema.fields().stream().map(field -> new WireColumn(field.name(), field.type())).toList();
    }
}
