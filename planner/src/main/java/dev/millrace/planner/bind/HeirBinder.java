package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Rel;

/**
 * Tables that others inherit from: whoever reads one reads the rows of all of them, as far as they have its columns.
 * Each table has its own rows; together they are a union.
 */
final class HeirBinder {

    /** @param parent whose place the table takes */
    record Heir(long parent, PlannerCatalog.Stored table) {}

    private final Binding binding;

    HeirBinder(Binding binding) {
        this.binding = binding;
    }

    /** The rows of a table and of its heirs; null for a table that has none. */
    FromBinder.From rows(PlannerCatalog.Stored parent, Scope around) {
        List<PlannerCatalog.Stored> heirs = binding.catalog.heirs(parent.id());
        if (heirs.isEmpty()) {
            return null;
        }
        binding.dependOn(parent.id());
        heirs.forEach(heir -> binding.dependOnHeir(heir.id()));
        List<Rel> inputs = new ArrayList<>();
        List<List<Integer>> sources = new ArrayList<>();
        boolean[] nullable = new boolean[parent.schema().size()];
        add(parent, parent, inputs, sources, nullable);
        heirs.forEach(heir -> add(heir, parent, inputs, sources, nullable));
        List<Column> columns = new ArrayList<>();
        List<Column> visible = new ArrayList<>();
        for (int i = 0; i < nullable.length; i++) {
            Schema.Field field = parent.schema().field(i);
            columns.add(binding.numbers.column(field.name(), field.type(), nullable[i]));
            if (!parent.isHidden(i)) {
                visible.add(columns.getLast());
            }
        }
        binding.references().add(parent.id(), columns);
        columns.add(binding.numbers.column("tableoid", SqlType.OID, false));
        PlannerCatalog.Stored tree = withoutKeys(parent);
        binding.hold(tree, columns.getLast());
        Scope.Table table = new Scope.Table(parent.schemaName(), parent.name(), FromBinder.named(visible), tree);
        return new FromBinder.From(new Rel.Union(inputs, sources, columns), Scope.of(table, around));
    }

    /** Keys are each table's own: two of them may have the same. */
    private static PlannerCatalog.Stored withoutKeys(PlannerCatalog.Stored table) {
        return new PlannerCatalog.Stored(
                table.schemaName(), table.name(), table.id(), table.schema(), List.of(), List.of(), table.origins(),
                table.checks(), table.isWritable(), table.isUpdatable(), table.isAppendOnly(), table.watermark());
    }

    private void add(
            PlannerCatalog.Stored table, PlannerCatalog.Stored parent, List<Rel> inputs,
            List<List<Integer>> sources, boolean[] nullable) {
        List<Integer> places = places(table, parent);
        List<Integer> positions = places.stream().filter(place -> place >= 0).toList();
        List<Column> read = new ArrayList<>();
        for (int position : positions) {
            Schema.Field field = table.schema().field(position);
            read.add(binding.numbers.column(field.name(), field.type(), field.nullable()));
        }
        List<Expr> expressions = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            int at = positions.indexOf(places.get(i));
            Schema.Field field = parent.schema().field(i);
            Expr value = at < 0 ? Expr.Literal.ofNull(field.type()) : read.get(at).reference();
            nullable[i] |= at < 0 || read.get(at).nullable();
            expressions.add(value);
            columns.add(binding.numbers.column(field.name(), field.type(), at < 0 || read.get(at).nullable()));
        }
        expressions.add(new Expr.Literal(table.id(), SqlType.OID));
        columns.add(binding.numbers.column("tableoid", SqlType.OID, false));
        inputs.add(new Rel.Project(new Rel.Get(table, positions, read), expressions, columns));
        sources.add(columns.stream().map(Column::id).toList());
    }

    /** For each column of a parent, under whatever name it is known here, its position in a heir; -1 for none. */
    List<Integer> places(PlannerCatalog.Stored heir, PlannerCatalog.Stored parent) {
        PlannerCatalog.Stored now = binding.catalog.table(parent.id()).orElse(parent);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < parent.schema().size(); i++) {
            places.add(heir.id() == parent.id()
                    ? i
                    : parent.isHidden(i) ? -1 : heir.schema().indexOf(now.schema().field(i).name()));
        }
        return places;
    }

    /** The columns of a heir that can be named where it stands for a parent, as the parent calls them. */
    List<Scope.Named> named(PlannerCatalog.Stored heir, PlannerCatalog.Stored parent, List<Column> rows) {
        List<Integer> places = places(heir, parent);
        List<Scope.Named> named = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i) >= 0 && !parent.isHidden(i)) {
                named.add(new Scope.Named(parent.schema().field(i).name(), rows.get(places.get(i))));
            }
        }
        return named;
    }
}
