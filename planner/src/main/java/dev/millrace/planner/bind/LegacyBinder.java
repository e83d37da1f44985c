package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Domain;
import dev.millrace.planner.Legacy;
import dev.millrace.planner.Numbering;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.PlannerCatalog.ColumnOrigin;
import dev.millrace.planner.Statement;

/** INHERITS: the columns and checks of the parents before a table's own; those of one name become one. */
final class LegacyBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final List<PlannerCatalog.Stored> parents = new ArrayList<>();
    private final Map<String, Statement.ColumnDefinition> columns = new LinkedHashMap<>();
    private final Map<String, Statement.CheckDefinition> checks = new LinkedHashMap<>();
    private final Set<String> inherited = new HashSet<>();
    private final Set<String> inheritedChecks = new HashSet<>();
    private final List<Legacy.Notice> notices = new ArrayList<>();
    /** Columns of which parents have different defaults. */
    private final Set<String> undecided = new HashSet<>();

    LegacyBinder(Binding binding, QueryBinder queries, List<SqlIdentifier> names) {
        this.binding = binding;
        this.queries = queries;
        for (SqlIdentifier name : names) {
            PlannerCatalog.Stored parent = parent(name);
            if (parents.stream().anyMatch(other -> other.id() == parent.id())) {
                throw new SqlException(
                        SqlState.DUPLICATE_TABLE,
                        "relation \"" + parent.name() + "\" would be inherited from more than once");
            }
            parents.add(parent);
            Map<Integer, Domain> domains = binding.catalog.domains(parent.id());
            for (int i = 0; i < parent.schema().size(); i++) {
                if (!parent.isHidden(i)) {
                    inherit(parent.schema().field(i), parent.origins().get(i), domains.get(i));
                }
            }
            parent.checks().stream().filter(check -> !check.isNoInherit()).forEach(this::inherit);
        }
    }

    private PlannerCatalog.Stored parent(SqlIdentifier name) {
        PlannerCatalog.Relation relation = new FromBinder(binding, queries).resolve(name);
        PlannerCatalog.Stored table = binding.catalog.table(relation.id()).orElse(null);
        if (table == null || !table.isUpdatable()) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "inherited relation \"" + relation.name() + "\" is not a table or foreign table");
        }
        if (binding.catalog.partitionKey(table.id()).isPresent()) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "cannot inherit from partitioned table \"" + table.name() + "\"");
        }
        if (relation instanceof PlannerCatalog.View) {
            throw new SqlException(
                    SqlState.WRONG_OBJECT_TYPE, "cannot inherit from partition \"" + table.name() + "\"");
        }
        return table;
    }

    private void note(String message, String detail) {
        notices.add(new Legacy.Notice(message, detail));
    }

    // ---- from the parents -------------------------------------------------------------------------------------------

    private void inherit(Schema.Field field, ColumnOrigin origin, Domain domain) {
        Statement.ColumnDefinition column = definition(field, origin, domain);
        Statement.ColumnDefinition known = columns.get(field.name());
        inherited.add(field.name());
        if (known == null) {
            columns.put(field.name(), column);
            return;
        }
        note("merging multiple inherited definitions of column \"" + field.name() + "\"", null);
        requireType("inherited column", known, column);
        if (!Objects.equals(known.generatedSql(), column.generatedSql())) {
            throw new SqlException(
                    "42611", "inherited column \"" + field.name() + "\" has a generation conflict");
        }
        boolean hasDefault = column.defaultSql() != null || column.numbering() != null;
        boolean knowsDefault = known.defaultSql() != null || known.numbering() != null;
        boolean isSame = Objects.equals(known.defaultSql(), column.defaultSql())
                && Objects.equals(known.numbering(), column.numbering());
        if (hasDefault && knowsDefault && !isSame) {
            undecided.add(field.name());
        }
        columns.put(field.name(), merged(known, column, knowsDefault ? known : column));
    }

    private Statement.ColumnDefinition definition(Schema.Field field, ColumnOrigin origin, Domain domain) {
        boolean isShared = origin.kind() == ColumnOrigin.Kind.SEQUENCE;
        return new Statement.ColumnDefinition(
                field.name(), field.type(), field.nullable(),
                origin.kind() == ColumnOrigin.Kind.DEFAULT ? origin.sql() : null,
                origin.isGenerated() ? origin.sql() : null,
                isShared ? shared(origin.sequence()) : null, domain);
    }

    /** A DEFAULT that names a sequence goes on to name it. */
    private Numbering shared(long number) {
        PlannerCatalog.Relation sequence = binding.catalog.find(number).orElseThrow();
        return new Numbering(
                Numbering.Kind.NEXTVAL, null, quoted(sequence.schemaName()) + "." + quoted(sequence.name()));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static Statement.ColumnDefinition merged(
            Statement.ColumnDefinition first, Statement.ColumnDefinition second, Statement.ColumnDefinition value) {
        return new Statement.ColumnDefinition(
                first.name(), first.type(), first.nullable() && second.nullable(), value.defaultSql(),
                value.generatedSql(), value.numbering(), first.domain());
    }

    private static void requireType(
            String what, Statement.ColumnDefinition one, Statement.ColumnDefinition other) {
        if (!one.type().equals(other.type())) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, what + " \"" + one.name() + "\" has a type conflict")
                    .withDetail(one.type() + " versus " + other.type());
        }
    }

    private void inherit(PlannerCatalog.Check check) {
        Statement.CheckDefinition known = checks.get(check.name());
        if (known != null && !known.sql().equals(check.sql())) {
            throw new SqlException(
                    SqlState.DUPLICATE_OBJECT,
                    "check constraint name \"" + check.name()
                            + "\" appears multiple times but with different expressions");
        }
        checks.put(check.name(), new Statement.CheckDefinition(check.name(), check.sql()));
        inheritedChecks.add(check.name());
    }

    // ---- its own ----------------------------------------------------------------------------------------------------

    /** All columns: those of the parents, then the others that the table defines itself. */
    List<Statement.ColumnDefinition> columns(List<Statement.ColumnDefinition> own) {
        Map<String, Statement.ColumnDefinition> all = new LinkedHashMap<>(columns);
        for (Statement.ColumnDefinition column : own) {
            Statement.ColumnDefinition above = columns.get(column.name());
            inherited.remove(column.name());
            if (above == null) {
                all.put(column.name(), column);
                continue;
            }
            boolean isMoved = own.indexOf(column) != List.copyOf(columns.keySet()).indexOf(column.name());
            note(
                    (isMoved ? "moving and " : "") + "merging column \"" + column.name()
                            + "\" with inherited definition",
                    isMoved ? "User-specified column moved to the position of the inherited column." : null);
            requireType("column", above, column);
            boolean hasValue = column.defaultSql() != null || column.numbering() != null;
            if (above.generatedSql() != null && hasValue) {
                throw new SqlException(
                        "42611",
                        "column \"" + column.name() + "\" inherits from generated column but specifies default");
            }
            if (column.generatedSql() != null && above.generatedSql() == null) {
                throw new SqlException(
                        "42611", "child column \"" + column.name() + "\" specifies generation expression")
                        .withHint("Omit the generation expression in the definition of the child table column to"
                                + " inherit the generation expression from the parent table.");
            }
            if (hasValue) {
                undecided.remove(column.name());
            }
            all.put(column.name(), merged(column, above, hasValue ? column : above));
        }
        for (String name : undecided) {
            throw new SqlException("42611", "column \"" + name + "\" inherits conflicting default values")
                    .withHint("To resolve the conflict, specify a default explicitly.");
        }
        return List.copyOf(all.values());
    }

    /** All checks. */
    List<Statement.CheckDefinition> checks(String table, List<Statement.CheckDefinition> own) {
        Map<String, Statement.CheckDefinition> all = new LinkedHashMap<>(checks);
        for (Statement.CheckDefinition check : own) {
            Statement.CheckDefinition above = checks.get(check.name());
            if (above != null && (!above.sql().equals(check.sql()) || check.isNoInherit())) {
                throw new SqlException(
                        SqlState.DUPLICATE_OBJECT,
                        "constraint \"" + check.name() + "\" for relation \"" + table + "\" already exists");
            }
            if (above != null) {
                note("merging constraint \"" + check.name() + "\" with inherited definition", null);
            }
            inheritedChecks.remove(check.name());
            all.put(check.name(), check);
        }
        return List.copyOf(all.values());
    }

    /** Null for a table without parents. */
    Legacy legacy() {
        return parents.isEmpty()
                ? null
                : new Legacy(
                        parents.stream().map(PlannerCatalog.Stored::id).toList(), inherited, inheritedChecks,
                        notices);
    }

    /** Positions among the columns that a table defines itself, as those among all of them. */
    static Map<Integer, Integer> moved(
            List<Statement.ColumnDefinition> own, List<Statement.ColumnDefinition> all) {
        List<String> names = all.stream().map(Statement.ColumnDefinition::name).toList();
        Map<Integer, Integer> moved = new HashMap<>();
        for (int i = 0; i < own.size(); i++) {
            moved.put(i, names.indexOf(own.get(i).name()));
        }
        return moved;
    }
}
