package dev.millrace.planner.bind;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.AccessChange;
import dev.millrace.planner.ChangeAccess;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.SqlAlter;

/** ALTER ... RENAME and SET SCHEMA, of all kinds of objects, and of columns. */
final class Renames {

    private final Binding binding;
    private final QueryBinder queries;

    Renames(Binding binding, QueryBinder queries) {
        this.binding = binding;
        this.queries = queries;
    }

    /** Null for an ALTER of another kind. */
    Statement bind(SqlAlter alter, Statement.ObjectKind kind) {
        Statement.QualifiedName name = StatementBinder.name(alter.name());
        Statement found = null;
        for (AlterChange change : alter.changes()) {
            Statement one = switch (change) {
                case AlterChange.Rename rename ->
                    new Statement.Rename(kind, name, alter.ifExists(), rename.newName().getSimple());
                case AlterChange.SetSchema set ->
                    new Statement.SetSchema(kind, name, alter.ifExists(), set.schema().getSimple());
                case AlterChange.ChangeOwner to -> new ChangeAccess(new AccessChange.ChangeOwner(
                        kind, name, alter.ifExists(), AccessBinder.role(to.owner())));
                case AlterChange.RenameColumn rename -> column(alter, kind, rename);
                case AlterChange.AddColumn _, AlterChange.RenameConstraint _, AlterChange.AddConstraint _,
                        AlterChange.DropColumn _, AlterChange.DropConstraint _, AlterChange.ChangeType _,
                        AlterChange.ChangeDefault _, AlterChange.ChangeNotNull _, AlterChange.SetOptions _,
                        AlterChange.ResetOptions _, AlterChange.Suspend _, AlterChange.AddLabel _,
                        AlterChange.AddIdentity _, AlterChange.ChangeIdentity _, AlterChange.DropIdentity _,
                        AlterChange.AddKeyOfIndex _, AlterChange.ChangePartition _, AlterChange.ValidateConstraint _,
                        AlterChange.RenameLabel _, AlterChange.ChangeConstraint _,
                        AlterChange.Inherit _, AlterChange.Tune _,
                        AlterChange.AttachIndex _ -> null;
            };
            found = one == null ? found : one;
        }
        if (found != null && alter.changes().size() > 1) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "a RENAME, OWNER TO or SET SCHEMA must stand alone")
                    .at(binding.at(alter));
        }
        return found;
    }

    private Statement column(SqlAlter alter, Statement.ObjectKind kind, AlterChange.RenameColumn rename) {
        Statement.QualifiedName name = StatementBinder.name(alter.name());
        String from = rename.column().getSimple();
        String to = rename.newName().getSimple();
        Map<String, String> checks = new LinkedHashMap<>();
        Map<String, String> generated = new LinkedHashMap<>();
        PlannerCatalog.Relation relation = binding.resolve(name.parts()).orElse(null);
        if (alter.isOnly() && relation != null && !binding.catalog.heirs(relation.id()).isEmpty()) {
            throw new SqlException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "inherited column \"" + from + "\" must be renamed in child tables too");
        }
        if (relation instanceof PlannerCatalog.Stored table && table.schema().indexOf(from) >= 0) {
            TableExpressions expressions = new TableExpressions(binding, table);
            int position = table.schema().indexOf(from);
            for (PlannerCatalog.Check check : table.checks()) {
                checks.put(check.name(), expressions.renamed(check.sql(), position, to));
            }
            for (int i = 0; i < table.schema().size(); i++) {
                PlannerCatalog.ColumnOrigin origin = table.origins().get(i);
                if (origin.isGenerated()) {
                    generated.put(
                            table.schema().field(i).name(),
                            expressions.renamed(origin.sql(), position, to));
                }
            }
        } else if (relation == null && !alter.ifExists()) {
            new FromBinder(binding, queries).resolve(alter.name());
        }
        return new Statement.RenameColumn(kind, name, alter.ifExists(), from, to, checks, generated);
    }
}
