package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.IndexDetail;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TableChange;
import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.SqlAlter;
import dev.millrace.sql.parser.statement.TableConstraint;
import dev.millrace.sql.parser.statement.Tuning;

/** ALTER TABLE: columns, defaults, NOT NULL, constraints. Each change is bound to the table as it is then. */
final class AlterTableBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final Targets targets;
    private final StatementBinder statements;

    AlterTableBinder(Binding binding, QueryBinder queries, StatementBinder statements) {
        this.statements = statements;
        this.binding = binding;
        this.queries = queries;
        this.targets = new Targets(binding, queries);
    }

    Statement bind(SqlAlter alter) {
        Statement.QualifiedName name = StatementBinder.name(alter.name());
        if (alter.ifExists() && binding.resolve(name.parts()).isEmpty()) {
            return new Statement.AlterTable(name, true, false, List.of());
        }
        PlannerCatalog.Relation relation = new FromBinder(binding, queries).resolve(alter.name());
        if (relation instanceof PlannerCatalog.View view && view.isPartition()) {
            relation = binding.catalog.table(view.id()).orElseThrow();
        }
        if (!(relation instanceof PlannerCatalog.Stored table) || !table.isUpdatable()) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a table")
                    .at(binding.at(alter.name()));
        }
        List<TableChange> changes = new ArrayList<>();
        PlannerCatalog.Stored now = table;
        for (AlterChange change : alter.changes()) {
            TableChange bound = change(change, now, alter);
            changes.add(bound);
            now = after(bound, now);
            if (change instanceof AlterChange.AddColumn add) {
                for (TableConstraint constraint : add.constraints()) {
                    changes.add(constraint(constraint, now, false));
                }
            }
        }
        return new Statement.AlterTable(name, alter.ifExists(), alter.isOnly(), changes);
    }

    /** The table as later changes of the statement find it. */
    private static PlannerCatalog.Stored after(TableChange change, PlannerCatalog.Stored table) {
        return switch (change) {
            case TableChange.AddColumn add when table.schema().indexOf(add.column().name()) < 0 -> {
                Statement.ColumnDefinition column = add.column();
                PlannerCatalog.ColumnOrigin origin = column.generatedSql() == null
                        ? PlannerCatalog.ColumnOrigin.ofDefault(column.defaultSql())
                        : new PlannerCatalog.ColumnOrigin(
                                PlannerCatalog.ColumnOrigin.Kind.GENERATED, column.generatedSql(), 0);
                yield table.with(
                        table.schema().size(), new Schema.Field(column.name(), column.type(), column.nullable()),
                        origin);
            }
            case TableChange.DropColumn drop when table.schema().indexOf(drop.column()) >= 0 -> {
                int position = table.schema().indexOf(drop.column());
                yield table.with(
                        position, new Schema.Field("", table.schema().type(position), true),
                        new PlannerCatalog.ColumnOrigin(PlannerCatalog.ColumnOrigin.Kind.HIDDEN, null, 0));
            }
            case TableChange.Default set -> {
                int position = table.schema().indexOf(set.column());
                yield table.with(
                        position, table.schema().field(position), PlannerCatalog.ColumnOrigin.ofDefault(set.sql()));
            }
            case TableChange.ChangeType set -> {
                int position = table.schema().indexOf(set.column());
                yield table.with(
                        position,
                        new Schema.Field(set.column(), set.type(), table.schema().field(position).nullable()),
                        table.origins().get(position));
            }
            case TableChange other -> table;
        };
    }

    private TableChange change(AlterChange change, PlannerCatalog.Stored table, SqlAlter alter) {
        return switch (change) {
            case AlterChange.AddColumn add -> addition(add, table);
            case AlterChange.DropColumn drop -> removal(drop, table);
            case AlterChange.ChangeDefault set -> defaultOf(set, table);
            case AlterChange.ChangeNotNull set ->
                new TableChange.NotNull(column(set.column(), table), set.notNull());
            case AlterChange.AddConstraint add -> constraint(add.constraint(), table, add.notValid());
            case AlterChange.ValidateConstraint one -> new TableChange.ValidateConstraint(one.constraint().getSimple());
            case AlterChange.ChangeConstraint one -> new TableChange.ChangeConstraint(
                    one.constraint().getSimple(), one.isDeferrable(), one.isDeferred());
            case AlterChange.DropConstraint drop ->
                new TableChange.DropConstraint(drop.constraint().getSimple(), drop.ifExists(), drop.cascade());
            case AlterChange.RenameConstraint rename -> new TableChange.RenameConstraint(
                    rename.constraint().getSimple(), rename.newName().getSimple());
            case AlterChange.SetOptions set -> new TableChange.Options(new TuningBinder(statements).options(set));
            case AlterChange.Tune tune -> {
                switch (tune.tuning()) {
                    case Tuning.Column of -> column(of.column(), table);
                    case Tuning.ColumnOptions of -> column(of.column(), table);
                    case Tuning _ -> { }
                }
                yield new TableChange.Tune(new TuningBinder(statements).change(tune.tuning()));
            }
            case AlterChange.ResetOptions reset -> new TableChange.Options(new TuningBinder(statements).options(reset));
            case AlterChange.ChangeType set -> new ColumnChanges(binding, queries).type(set, table);
            case AlterChange.AddIdentity add -> new ColumnChanges(binding, queries).identity(add, table);
            case AlterChange.ChangeIdentity set -> new ColumnChanges(binding, queries).identity(set, table);
            case AlterChange.DropIdentity drop ->
                new TableChange.DropIdentity(column(drop.column(), table), drop.ifExists());
            case AlterChange.AddKeyOfIndex add -> new TableChange.AddKeyOfIndex(
                    add.name() == null ? null : add.name().getSimple(), add.isPrimary(), add.index().getSimple());
            case AlterChange.Inherit inherit ->
                new TableChange.Inherit(StatementBinder.name(inherit.parent()), inherit.isEnd());
            case AlterChange.ChangePartition partition ->
                new PartitionBinder(binding, queries).change(partition, table);
            case AlterChange.RenameColumn _, AlterChange.Rename _, AlterChange.SetSchema _,
                    AlterChange.Suspend _, AlterChange.AddLabel _, AlterChange.RenameLabel _,
                    AlterChange.ChangeOwner _, AlterChange.AttachIndex _ ->
                throw SqlException.unsupported("this form of ALTER TABLE").at(binding.at(alter));
        };
    }

    private TableChange addition(AlterChange.AddColumn add, PlannerCatalog.Stored table) {
        Statement.ColumnDefinition column = new TableBinder(binding, queries, null)
                .columns(table.name(), List.of(add.column()), Set.of())
                .getFirst();
        if (table.schema().indexOf(column.name()) >= 0 && !add.ifNotExists()) {
            throw new SqlException(
                            SqlState.DUPLICATE_COLUMN,
                            "column \"" + column.name() + "\" of relation \"" + table.name() + "\" already exists")
                    .at(binding.at(add.column().name()));
        }
        GeneratedColumns generated = new GeneratedColumns(binding, queries);
        if (column.generatedSql() != null) {
            PlannerCatalog.Stored with = after(new TableChange.AddColumn(column, null, true, false), table);
            Scope scope = new FromBinder(binding, queries).stored(with, Scope.NONE).scope();
            generated.check(add.column(), column, scope, definitions(with));
        }
        boolean isComputed = column.generatedSql() != null || column.numbering() != null;
        Expr value = null;
        if (column.defaultSql() != null) {
            value = queries.expressions.bind(add.column().defaultValue(), new Frame(Scope.NONE, "DEFAULT expressions"));
            value = binding.coercion.assignment(value, column.type(), column.name(), add.column().defaultValue());
            isComputed = generated.isAny(value, Volatility.VOLATILE);
        }
        return new TableChange.AddColumn(column, isComputed ? null : value, isComputed, add.ifNotExists());
    }

    /** The columns that people see, as far as they matter to one that is generated from them. */
    private static List<Statement.ColumnDefinition> definitions(PlannerCatalog.Stored table) {
        List<Statement.ColumnDefinition> columns = new ArrayList<>();
        for (int i = 0; i < table.schema().size(); i++) {
            if (!table.isHidden(i)) {
                Schema.Field field = table.schema().field(i);
                PlannerCatalog.ColumnOrigin origin = table.origins().get(i);
                columns.add(new Statement.ColumnDefinition(
                        field.name(), field.type(), field.nullable(), null, origin.isGenerated() ? origin.sql() : null,
                        null));
            }
        }
        return columns;
    }

    private TableChange removal(AlterChange.DropColumn drop, PlannerCatalog.Stored table) {
        String name = drop.column().getSimple();
        List<String> checks = new ArrayList<>();
        List<String> generated = new ArrayList<>();
        if (table.schema().indexOf(name) >= 0 || !drop.ifExists()) {
            int position = targets.column(table, drop.column());
            TableExpressions expressions = new TableExpressions(binding, table);
            table.checks().stream()
                    .filter(check -> expressions.reads(check.sql(), position))
                    .forEach(check -> checks.add(check.name()));
            for (int i = 0; i < table.schema().size(); i++) {
                PlannerCatalog.ColumnOrigin origin = table.origins().get(i);
                if (i != position && origin.isGenerated() && expressions.reads(origin.sql(), position)) {
                    generated.add(table.schema().field(i).name());
                }
            }
        }
        return new TableChange.DropColumn(name, drop.ifExists(), drop.cascade(), checks, generated);
    }

    private String column(SqlIdentifier name, PlannerCatalog.Stored table) {
        return table.schema().field(targets.column(table, name)).name();
    }

    private TableChange defaultOf(AlterChange.ChangeDefault set, PlannerCatalog.Stored table) {
        int position = targets.column(table, set.column());
        Schema.Field field = table.schema().field(position);
        PlannerCatalog.ColumnOrigin.Kind kind = table.origins().get(position).kind();
        boolean isComputed = kind == PlannerCatalog.ColumnOrigin.Kind.GENERATED;
        if (isComputed || kind.name().startsWith("IDENTITY")) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR,
                    "column \"" + field.name() + "\" of relation \"" + table.name() + "\" is "
                            + (isComputed ? "a generated column" : "an identity column"));
        }
        if (set.value() == null) {
            return new TableChange.Default(field.name(), null, null);
        }
        String sequence = Numberings.sequenceOf(set.value());
        if (sequence != null) {
            return new TableChange.Default(field.name(), null, sequence);
        }
        Expr value = queries.expressions.bind(set.value(), new Frame(Scope.NONE, "DEFAULT expressions"));
        binding.coercion.assignment(value, field.type(), field.name(), set.value());
        return new TableChange.Default(field.name(), KeptText.of(set.value(), binding), null);
    }

    private TableChange constraint(
            TableConstraint constraint, PlannerCatalog.Stored table, boolean isNotValid) {
        int at = binding.source.position(constraint.pos());
        String name = constraint.name() == null ? null : constraint.name().getSimple();
        return switch (constraint.kind()) {
            case UNIQUE -> new TableChange.AddUnique(new Statement.KeyDefinition(
                    name, targets.columns(table, constraint.columns()), false, detail(constraint, table)));
            case EXCLUSION -> new TableChange.AddUnique(new Statement.KeyDefinition(
                    name, targets.columns(table, constraint.columns()), false,
                    KeyDetail.ofExclusion(constraint, binding)));
            case CHECK -> {
                Scope scope = new FromBinder(binding, queries).stored(table, Scope.NONE).scope();
                Frame frame = new Frame(scope, "check constraints");
                Expr condition = queries.expressions.condition(constraint.check(), frame, "CHECK");
                if (frame.hasSubqueries()) {
                    throw SqlException.unsupported("a subquery in a check constraint").at(at);
                }
                Set<String> taken = new HashSet<>();
                table.checks().forEach(check -> taken.add(check.name()));
                String given = name == null ? TableBinder.checkName(table.name(), condition, scope, taken) : name;
                yield new TableChange.AddCheck(
                        new Statement.CheckDefinition(
                                given, KeptText.of(constraint.check(), binding), constraint.isNoInherit()),
                        isNotValid);
            }
            case PRIMARY_KEY -> new TableChange.AddPrimaryKey(new Statement.KeyDefinition(
                    name, targets.columns(table, constraint.columns()), true, detail(constraint, table)));
            case FOREIGN_KEY -> new TableChange.AddForeignKey(ForeignKeyBinder.bind(
                    constraint, table.schema().fields().stream().map(Schema.Field::name).toList()), isNotValid);
        };
    }

    private IndexDetail detail(TableConstraint constraint, PlannerCatalog.Stored table) {
        return KeyDetail.of(
                constraint,
                constraint.include().isEmpty() ? List.of() : targets.columns(table, constraint.include()));
    }
}
