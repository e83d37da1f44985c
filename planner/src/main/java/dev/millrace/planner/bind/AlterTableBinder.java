package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Statement.TableChange;
import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.SqlAlter;
import dev.millrace.sql.parser.statement.TableConstraint;

/** ALTER TABLE, as far as its rows stay what they are: defaults, NOT NULL, constraints. */
final class AlterTableBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final Targets targets;

    AlterTableBinder(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
        this.targets = new Targets(binding, queries);
    }

    Statement bind(SqlAlter alter) {
        Statement.QualifiedName name = StatementBinder.name(alter.name());
        if (alter.ifExists() && binding.resolve(name.parts()).isEmpty()) {
            return new Statement.AlterTable(name, true, List.of());
        }
        PlannerCatalog.Relation relation = new FromBinder(binding, queries).resolve(alter.name());
        if (!(relation instanceof PlannerCatalog.Stored table) || !table.isUpdatable()) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a table")
                    .at(binding.at(alter.name()));
        }
        List<TableChange> changes = new ArrayList<>();
        for (AlterChange change : alter.changes()) {
            changes.add(change(change, table, alter));
        }
        return new Statement.AlterTable(name, alter.ifExists(), changes);
    }

    private TableChange change(AlterChange change, PlannerCatalog.Stored table, SqlAlter alter) {
        return switch (change) {
            case AlterChange.ChangeDefault set -> defaultOf(set, table);
            case AlterChange.ChangeNotNull set ->
                new TableChange.NotNull(column(set.column(), table), set.notNull());
            case AlterChange.AddConstraint add -> constraint(add.constraint(), table);
            case AlterChange.DropConstraint drop ->
                new TableChange.DropConstraint(drop.constraint().getSimple(), drop.ifExists());
            case AlterChange.AddColumn _, AlterChange.DropColumn _, AlterChange.ChangeType _,
                    AlterChange.RenameColumn _, AlterChange.Rename _, AlterChange.SetSchema _,
                    AlterChange.SetOptions _, AlterChange.ResetOptions _, AlterChange.Suspend _ ->
                throw SqlException.unsupported("this form of ALTER TABLE").at(binding.at(alter));
        };
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
        return new TableChange.Default(field.name(), binding.source.text(set.value()), null);
    }

    private TableChange constraint(TableConstraint constraint, PlannerCatalog.Stored table) {
        int at = binding.source.position(constraint.pos());
        String name = constraint.name() == null ? null : constraint.name().getSimple();
        return switch (constraint.kind()) {
            case UNIQUE -> new TableChange.AddUnique(new Statement.KeyDefinition(
                    name, targets.columns(table, constraint.columns()), false));
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
                        new Statement.CheckDefinition(given, binding.source.text(constraint.check())));
            }
            case PRIMARY_KEY -> throw SqlException.unsupported("adding a primary key").at(at);
            case FOREIGN_KEY -> throw SqlException.unsupported("a foreign key").at(at);
        };
    }
}
