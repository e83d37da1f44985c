package dev.millrace.server.statement;

import java.util.List;

import dev.millrace.executor.plan.Schema;
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
import dev.millrace.server.catalog.CatalogObject;
import dev.millrace.server.catalog.CatalogSnapshot;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;
import dev.millrace.server.session.Session;
import dev.millrace.server.session.ShortPath;
import dev.millrace.server.session.StatementRunner;
import dev.millrace.server.wire.WireColumn;

/** From a statement to its handler. */
public final class Dispatcher implements StatementRunner {

    private final Explanation explanation;

    public Dispatcher(Explanation explanation) {
        this.explanation = explanation;
    }

    @Override
    public Outcome run(Statement statement, Execution run) throws InterruptedException {
        StatementRights.check(statement, run);
        return switch (statement) {
            case Statement.Query query -> new QueryHandler().handle(query, run);
            case Statement.Insert insert -> new InsertHandler().handle(insert, run);
            case Statement.Update update -> new UpdateHandler().handle(update, run);
            case Statement.Delete delete -> new DeleteHandler().handle(delete, run);
            case WithModifications with -> new WithModificationsHandler(this).handle(with, run);
            case CurrentOf row -> new CurrentOfHandler().handle(row, run);
            case TreeChange tree -> new TreeChangeHandler().handle(tree, run);
            case Merge merge -> new MergeHandler().handle(merge, run);
            case Upkeep upkeep -> new UpkeepHandler().handle(upkeep, run);
            case InlineBlock block -> new DoHandler().handle(block, run);
            case CallProcedure call -> new CallHandler().handle(call, run);
            case TriggerChange change -> new TriggerHandler().handle(change, run);
            case CompositeChange change -> new CompositeHandler().handle(change, run);
            case IndexAttachment attach -> new PartitionKeys().handle(attach, run);
            case DropAbsent drop -> new DropAbsentHandler().handle(drop, run);
            case ViewChange change -> new ViewChangeHandler().handle(change, run);
            case ObjectTuning tuning -> new TuningHandler().handle(tuning, run);
            case PartComment comment -> new PartCommentHandler().handle(comment, run);
            case DomainChange change -> new DomainHandler().handle(change, run);
            case RoutineChange change -> new FunctionHandler().handle(change, run);
            case Statement.Truncate truncate -> new TruncateHandler().handle(truncate, run);
            case Statement.Subscribe subscribe -> new SubscribeHandler().handle(subscribe, run);
            case Statement.CopyIn copy -> new CopyInHandler().handle(copy, run);
            case Statement.CopyOut copy -> new CopyOutHandler(this).handle(copy, run);
            case Statement.CreateTable create -> new CreateTableHandler().handle(create, run);
            case TableFromPrepared create -> new TableFromPreparedHandler().handle(create, run);
            case Statement.CreateStream create -> new CreateStreamHandler().handle(create, run);
            case Statement.CreateView create -> new CreateViewHandler().handle(create, run);
            case Statement.CreateMaterializedView create -> new CreateMaterializedViewHandler().handle(create, run);
            case Statement.CreateSink create -> new CreateSinkHandler().handle(create, run);
            case Statement.CreateIndex create -> new CreateIndexHandler().handle(create, run);
            case Statement.CreateSequence create -> new CreateSequenceHandler().handle(create, run);
            case Statement.AlterSequence alter -> new AlterSequenceHandler().handle(alter, run);
            case Statement.CreateEnum create -> new CreateEnumHandler().handle(create, run);
            case Statement.AddLabel add -> new EnumLabels(run).add(add);
            case Statement.RenameLabel rename -> new EnumLabels(run).rename(rename);
            case CreateSchema create -> new CreateSchemaHandler().handle(create, run);
            case Statement.Drop drop -> new DropHandler().handle(drop, run);
            case Statement.AlterTable alter -> new AlterTableHandler().handle(alter, run);
            case Statement.Rename rename -> new RenameHandler(rename.kind(), run).rename(rename);
            case Statement.Comment comment -> new CommentHandler().handle(comment, run);
            case Statement.SetSchema set -> new RenameHandler(set.kind(), run).move(set);
            case Statement.RenameColumn rename -> new RenameColumnHandler().handle(rename, run);
            case Statement.AlterMaterializedView alter -> new AlterMaterializedViewHandler().handle(alter, run);
            case Statement.RefreshMaterializedView refresh -> new RefreshMaterializedViewHandler().handle(refresh, run);
            case DatabaseChange change -> new DatabaseHandler(run).handle(change);
            case ChangeAccess change -> new ChangeAccessHandler().handle(change, run);
            case Statement.Explain explain -> new ExplainHandler(this, explanation).handle(explain, run);
            case MaterializedViewPlan view -> new ExplainHandler(this, explanation).ofView(view, false, run);
            case Statement.SetSetting set -> new SetSettingHandler().handle(set, run);
            case Statement.ShowSetting show -> new ShowSettingHandler().handle(show, run);
            case Statement.ShowObjects show -> new ShowObjectsHandler().handle(show, run);
            case Statement.Reset reset -> new ResetHandler().handle(reset, run);
            case Statement.Discard discard -> new DiscardHandler().handle(discard, run);
            case Statement.Begin begin -> new BeginHandler().handle(begin, run);
            case Statement.Commit commit -> new CommitHandler().handle(commit, run);
            case Statement.Rollback rollback -> new RollbackHandler().handle(rollback, run);
            case Statement.Savepoint savepoint -> new SavepointHandler().handle(savepoint, run);
            case Statement.SetConstraints set -> new SetConstraintsHandler().handle(set, run);
            case Statement.SetTransaction set -> new SetTransactionHandler().handle(set, run);
            case Statement.Prepare prepare -> new PrepareHandler().handle(prepare, run);
            case Statement.Execute execute -> new ExecuteHandler().handle(execute, run);
            case Statement.Deallocate deallocate -> new DeallocateHandler().handle(deallocate, run);
            case DeclareCursor declare -> new DeclareCursorHandler(this).handle(declare, run);
            case Statement.Fetch fetch -> new FetchHandler().handle(fetch, run);
            case Statement.CloseCursor close -> new CloseCursorHandler().handle(close, run);
            case Statement.Channel channel -> new ChannelHandler().handle(channel, run);
        };
    }

    @Override
    public Schema describe(Statement statement, Session session) {
        return ResultColumns.of(statement, session);
    }

    @Override
    public List<WireColumn> columns(Statement statement, Session session) {
        Schema result = describe(statement, session);
        if (result == null) {
            return null;
        }
        CatalogSnapshot catalog = session.catalog().snapshot();
        return switch (statement) {
            case Statement.Query query -> SourceColumns.of(query.plan(), catalog);
            case Statement.Insert insert -> SourceColumns.of(insert.returning(), insert.relation(), catalog);
            case Statement.Update update -> SourceColumns.of(update.returning(), update.relation(), catalog);
            case Statement.Delete delete -> SourceColumns.of(delete.returning(), delete.relation(), catalog);
            case CurrentOf row -> columns(row.change(), session);
            case TreeChange tree -> SourceColumns.of(tree.returning(), tree.relation(), catalog);
            case Statement other -> ResultColumns.wire(result);
        };
    }

    @Override
    public ShortPath shortPath(Statement statement, Session session) {
        return switch (statement) {
            case Statement.Query query -> PointQuery.of(query.plan(), session);
            case Statement.Insert insert -> InsertRow.of(insert, session);
            case Statement.Update update -> PointUpdate.of(update, session);
            case Statement.Delete delete -> PointDelete.of(delete, session);
            case Statement other -> null;
        };
    }

    @Override
    public void dropQuietly(CatalogObject.Table table, Execution run) throws InterruptedException {
        DropHandler.dropQuietly(table, run);
    }

    @Override
    public void emptyPartition(CatalogObject.Table partition, Execution run) {
        new Partitions(run).empty(partition);
    }
}
