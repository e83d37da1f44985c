package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Access;
import dev.millrace.planner.CreateSchema;
import dev.millrace.planner.DropAbsent;
import dev.millrace.planner.MaterializedViewPlan;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.SchemaElement;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Upkeep;
import dev.millrace.sql.parser.statement.SqlAlter;
import dev.millrace.sql.parser.statement.SqlAlterDomain;
import dev.millrace.sql.parser.statement.SqlAlterFunction;
import dev.millrace.sql.parser.statement.SqlAlterSequence;
import dev.millrace.sql.parser.statement.SqlAlterTrigger;
import dev.millrace.sql.parser.statement.SqlCallProcedure;
import dev.millrace.sql.parser.statement.SqlComment;
import dev.millrace.sql.parser.statement.SqlCommentPart;
import dev.millrace.sql.parser.statement.SqlComposite;
import dev.millrace.sql.parser.statement.SqlCopy;
import dev.millrace.sql.parser.statement.SqlCreateAggregate;
import dev.millrace.sql.parser.statement.SqlCreateDomain;
import dev.millrace.sql.parser.statement.SqlCreateEnum;
import dev.millrace.sql.parser.statement.SqlCreateFunction;
import dev.millrace.sql.parser.statement.SqlCreateIndex;
import dev.millrace.sql.parser.statement.SqlCreateMaterializedView;
import dev.millrace.sql.parser.statement.SqlCreateSchema;
import dev.millrace.sql.parser.statement.SqlCreateSequence;
import dev.millrace.sql.parser.statement.SqlCreateSink;
import dev.millrace.sql.parser.statement.SqlCreateStream;
import dev.millrace.sql.parser.statement.SqlCreateTable;
import dev.millrace.sql.parser.statement.SqlCreateTrigger;
import dev.millrace.sql.parser.statement.SqlCreateView;
import dev.millrace.sql.parser.statement.SqlDatabase;
import dev.millrace.sql.parser.statement.SqlDeclareCursor;
import dev.millrace.sql.parser.statement.SqlDelete;
import dev.millrace.sql.parser.statement.SqlDo;
import dev.millrace.sql.parser.statement.SqlDrop;
import dev.millrace.sql.parser.statement.SqlDropAbsent;
import dev.millrace.sql.parser.statement.SqlDropFunction;
import dev.millrace.sql.parser.statement.SqlExecute;
import dev.millrace.sql.parser.statement.SqlExplain;
import dev.millrace.sql.parser.statement.SqlInsert;
import dev.millrace.sql.parser.statement.SqlMaterializedViewPlan;
import dev.millrace.sql.parser.statement.SqlMerge;
import dev.millrace.sql.parser.statement.SqlOwnFunction;
import dev.millrace.sql.parser.statement.SqlPrepare;
import dev.millrace.sql.parser.statement.SqlRefreshMaterializedView;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.SqlSubscribe;
import dev.millrace.sql.parser.statement.SqlTruncate;
import dev.millrace.sql.parser.statement.SqlUpdate;
import dev.millrace.sql.parser.statement.SqlUpkeep;
import dev.millrace.sql.parser.statement.StatementOption;

/** The first fork of the road: from a syntax node to the binder of its statement. */
public final class StatementBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final QueryCompiler compiler;

    public StatementBinder(Binding binding, QueryCompiler compiler) {
        this(binding, new QueryBinder(binding), compiler);
    }

    StatementBinder(Binding binding, QueryBinder queries, QueryCompiler compiler) {
        this.binding = binding;
        this.queries = queries;
        this.compiler = compiler;
    }

    public Statement bind(SqlNode syntax) {
        return WithModificationsBinder.alone(bindPart(syntax), binding);
    }

    /** A statement that others stand beside. */
    Statement bindPart(SqlNode syntax) {
        SqlNodeList with = WithModificationsBinder.of(syntax);
        if (with != null) {
            return new WithModificationsBinder(binding, compiler).bind(syntax, with);
        }
        if (syntax.isA(SqlKind.QUERY)) {
            return query(syntax);
        }
        if (!(syntax instanceof SqlStatement statement)) {
            throw SqlException.unsupported("this statement").at(binding.at(syntax));
        }
        return switch (statement) {
            case SqlInsert insert -> new InsertBinder(binding, queries, compiler).bind(insert);
            case SqlUpdate update -> new ModifyBinder(binding, queries, compiler).update(update);
            case SqlDelete delete -> new ModifyBinder(binding, queries, compiler).delete(delete);
            case SqlMerge merge -> new MergeBinder(binding, queries, compiler).bind(merge);
            case SqlTruncate truncate -> truncate(truncate);
            case SqlUpkeep upkeep -> upkeep(upkeep);
            case SqlSubscribe subscribe -> new SubscribeBinder(binding, queries, this).bind(subscribe);
            case SqlCopy copy -> new CopyBinder(binding, queries, this).bind(copy);
            case SqlExplain explain -> explain(explain);
            case SqlCreateTable create -> new TableBinder(binding, queries, this).table(create);
            case SqlCreateStream create -> new TableBinder(binding, queries, this).stream(create);
            case SqlCreateView create -> views().view(create);
            case SqlCreateMaterializedView create -> views().materializedView(create);
            case SqlCreateSink create -> views().sink(create);
            case SqlCreateIndex create -> views().index(create);
            case SqlCreateSchema create ->
                new CreateSchema(
                        create.name() == null ? null : create.name().names.getLast(),
                        create.owner() == null ? null : AccessBinder.role(create.owner()),
                        create.ifNotExists(), elements(create));
            case SqlCreateEnum create -> new Statement.CreateEnum(name(create.name()), create.labels());
            case SqlComposite composite -> new CompositeBinder(binding).bind(composite);
            case SqlCreateDomain create -> new DomainBinder(binding, queries).create(create);
            case SqlAlterDomain alter -> new DomainBinder(binding, queries).alter(alter);
            case SqlCreateFunction create -> new FunctionBinder(binding).create(create);
            case SqlCreateAggregate create -> new AggregateCreation(binding, create).create();
            case SqlDo block -> new BlockBinder(binding).bind(block);
            case SqlCallProcedure call -> ProceduralBinder.call(call, binding, queries);
            case SqlCreateTrigger create -> new TriggerBinder(binding).create(create);
            case SqlAlterTrigger alter -> new TriggerBinder(binding).alter(alter);
            case SqlDropFunction drop -> new FunctionBinder(binding).drop(drop);
            case SqlOwnFunction own -> new FunctionBinder(binding).own(own);
            case SqlAlterFunction alter -> new FunctionBinder(binding).alter(alter);
            case SqlCreateSequence create -> new Statement.CreateSequence(
                    name(create.name()), create.temporary(), create.isUnlogged(),
                    new Numberings(binding, null).settings(create.options()), create.ifNotExists());
            case SqlAlterSequence alter -> new Statement.AlterSequence(
                    name(alter.name()), new Numberings(binding, null).settings(alter.options()), alter.ifExists());
            case SqlDrop drop -> new Statement.Drop(
                    views().kind(drop.kind(), drop), drop.names().stream().map(StatementBinder::name).toList(),
                    drop.ifExists(), drop.cascade());
            case SqlDropAbsent drop -> new DropAbsent(drop.kind(), drop.ifExists(), drop.objects().stream()
                    .map(one -> new DropAbsent.Absent(
                            name(one.name()), one.rest(), one.relation() == null ? null : name(one.relation())))
                    .toList());
            case SqlDatabase database -> new DatabaseBinder(database, binding).bind();
            case SqlAlter alter -> views().alter(alter);
            case SqlComment comment -> views().comment(comment);
            case SqlCommentPart comment -> PartComments.bind(comment, binding);
            case SqlMaterializedViewPlan view -> new MaterializedViewPlan(name(view.name()));
            case SqlRefreshMaterializedView refresh ->
                new Statement.RefreshMaterializedView(name(refresh.name()));
            case SqlPrepare prepare -> prepare(prepare);
            case SqlExecute execute -> execute(execute);
            case SqlDeclareCursor declare -> new CursorBinder(binding, queries, this).declare(declare);
            default -> {
                Statement access = new AccessBinder(binding).bind(statement);
                yield access != null ? access : new SessionBinder(binding).bind(statement);
            }
        };
    }

    private ObjectBinder views() {
        return new ObjectBinder(binding, queries, this);
    }

    static Statement.QualifiedName name(SqlIdentifier identifier) {
        return new Statement.QualifiedName(identifier.names);
    }

    /** Options as a map; the last of equal keys wins, as in PostgreSQL's lists they may not repeat. */
    Map<String, String> options(List<StatementOption> options) {
        Map<String, String> map = new LinkedHashMap<>();
        for (StatementOption option : options) {
            String value = option.form() == StatementOption.Form.NONE ? "true" : option.value();
            if (map.putIfAbsent(option.key(), value) != null) {
                throw new SqlException(
                                SqlState.SYNTAX_ERROR, "option \"" + option.key() + "\" provided more than once")
                        .at(binding.source.position(option.pos()));
            }
        }
        return map;
    }

    // ---- queries ----------------------------------------------------------------------------------------------------

    Statement.Query query(SqlNode syntax) {
        BoundQuery bound = queries.bindStatement(syntax);
        QueryPlan plan = compiler.compile(bound, binding.numbers, binding.parameters.decided());
        return new Statement.Query(plan, binding.dependencies());
    }

    /**
     * A query whose result is kept: its LIMIT is part of the relation, and it may depend on the moment only in what
     * can be watched.
     */
    QueryPlan kept(SqlNode syntax) {
        return kept(syntax, false);
    }

    QueryPlan kept(SqlNode syntax, boolean emitsOnClose) {
        binding.keepResult();
        BoundQuery bound = queries.bindStatement(syntax);
        if (!binding.numbers.pasts().isEmpty()) {
            throw SqlException.unsupported("FOR SYSTEM_TIME in what is kept up to date")
                    .withHint("Ask for the past in a query, or keep it in a table.")
                    .at(binding.at(syntax));
        }
        List<SqlType> parameters = binding.parameters.decided();
        if (!parameters.isEmpty()) {
            throw new SqlException(SqlState.UNDEFINED_PARAMETER, "there is no parameter $1");
        }
        BoundQuery rows = BoundQuery.unordered(queries.limits.cut(bound), bound.output());
        return compiler.compileKept(
                rows, binding.numbers, binding.settings.timeZone(), binding.clockPosition(), emitsOnClose);
    }

    /** {@code TABLE name}. */
    static SqlNode selectAll(SqlIdentifier name) {
        return SqlStdOperatorTable.EXPLICIT_TABLE.createCall(
                name.getParserPosition(), name);
    }

    private Statement explain(SqlExplain explain) {
        return new Statement.Explain(bind(explain.statement()), explain.analyze(), options(explain.options()));
    }

    // ---- small ones -------------------------------------------------------------------------------------------------

    private Statement truncate(SqlTruncate truncate) {
        Targets targets = new Targets(binding, queries);
        List<Long> relations = new ArrayList<>();
        for (SqlIdentifier name : truncate.tables()) {
            Target target = targets.resolve(name, "truncate");
            long table = target.partition() == 0 ? target.table().id() : target.partition();
            binding.references().write(Access.Kind.TRUNCATE, table, null);
            relations.add(table);
            target.heirs().stream().map(PlannerCatalog.Stored::id).forEach(relations::add);
        }
        return new Statement.Truncate(
                relations.stream().distinct().toList(), truncate.restartIdentity(), truncate.cascade());
    }

    private Statement upkeep(SqlUpkeep upkeep) {
        FromBinder relations = new FromBinder(binding, queries);
        return new Upkeep(
                Upkeep.Kind.valueOf(upkeep.kind().name()),
                upkeep.kind() == SqlUpkeep.Kind.REINDEX
                        ? List.of()
                        : upkeep.relations().stream().map(name -> relations.resolve(name).id()).toList(),
                upkeep.kind() == SqlUpkeep.Kind.REINDEX && !upkeep.relations().isEmpty()
                        ? name(upkeep.relations().getFirst())
                        : null,
                upkeep.detail(),
                upkeep.concurrent());
    }

    private Statement prepare(SqlPrepare prepare) {
        List<SqlType> types = prepare.parameterTypes().stream()
                .map(spec -> TypeNames.resolve(spec, binding))
                .toList();
        return new Statement.Prepare(prepare.name().getSimple(), types, prepare.statementText(),
                binding.source.position(new SqlParserPos(1, prepare.statementStart() + 1)) - 1);
    }

    private List<SchemaElement> elements(SqlCreateSchema create) {
        return create.elements().stream()
                .sorted(Comparator.comparingInt(SqlCreateSchema.Element::rank))
                .map(element -> new SchemaElement(
                        element.text(), schemaOf(nameOf(element.statement())),
                        binding.source.position(new SqlParserPos(1, element.start() + 1)) - 1))
                .toList();
    }

    private static String schemaOf(SqlIdentifier name) {
        return name == null || name.names.size() < 2 ? null : name.names.get(name.names.size() - 2);
    }

    private static SqlIdentifier nameOf(SqlNode element) {
        return switch (element) {
            case SqlCreateSequence sequence -> sequence.name();
            case SqlCreateTable table -> table.name();
            case SqlCreateView view -> view.name();
            case SqlCreateIndex index -> index.table();
            case SqlCreateTrigger create -> create.trigger().table();
            default -> null;
        };
    }

    Statement.Execute execute(SqlExecute execute) {
        List<Expr> arguments = new ArrayList<>();
        if (execute.arguments() != null) {
            for (SqlNode argument : execute.arguments()) {
                arguments.add(queries.expressions.bind(argument, new Frame(Scope.NONE, "EXECUTE parameters")));
            }
        }
        return new Statement.Execute(execute.name().getSimple(), arguments);
    }
}
