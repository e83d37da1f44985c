package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Access;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;
import dev.millrace.sql.parser.statement.OnlyName;

/**
 * What a statement writes to: a table, or a simple view of one, maybe through other views. Columns are told by their
 * positions in the table; one that a view computes has a negative number instead.
 */
final class Target {

    private final Binding binding;
    private final String command;
    private final PlannerCatalog.Relation named;
    /** The relations from the one that is named to the table. */
    private final List<TargetLevel> levels = new ArrayList<>();
    private final List<Statement.ViewCheck> checks = new ArrayList<>();
    private final Shown shown;
    private final PlannerCatalog.Stored table;
    private final boolean isInstead;
    private boolean isOnly;

    /**
     * The table's rows as they can be read through the views.
     *
     * @param rows all columns of the table, by position
     * @param columns what can be named
     * @param computed what views compute of the rows, by the numbers of their columns
     */
    record Shown(Rel rel, List<Column> rows, List<Scope.Named> columns, Map<Integer, Expr> computed) {

        /** The columns that views compute. */
        Map<Column, Expr> computedColumns() {
            Map<Column, Expr> found = new LinkedHashMap<>();
            columns.stream().map(Scope.Named::column).filter(column -> computed.containsKey(column.id()))
                    .forEach(column -> found.put(column, computed.get(column.id())));
            return found;
        }

        /** An expression over what can be named, as one over the table's columns alone. */
        Expr overRows(Expr expr) {
            return Expressions.substitute(expr, computed);
        }
    }

    /**
     * @param command for messages: {@code insert into}
     * @throws SqlException 55000 for a view that is no simple one
     */
    Target(PlannerCatalog.Relation named, boolean isOnly, String command, Binding binding) {
        this.binding = binding;
        this.isOnly = isOnly;
        this.command = command;
        this.named = named;
        this.shown = show(named, binding, levels, checks, false);
        TargetLevel last = levels.getLast();
        // A view knows the table as it was; what rows have to be is told by the table as it is.
        this.isInstead = last.relation() instanceof PlannerCatalog.View;
        this.table = TargetLevel.withDefaults(
                levels, PartitionBinder.withDefaultsOf(partition(), written(last.relation()), binding.catalog));
        boolean needsColumns = !command.startsWith("delete") && levels.size() > 1;
        if (needsColumns && levels.getFirst().positions().stream().noneMatch(position -> position >= 0)) {
            throw notUpdatable(named, command, "Views that have no updatable columns are not automatically updatable.");
        }
    }

    private PlannerCatalog.Stored written(PlannerCatalog.Relation last) {
        if (last instanceof PlannerCatalog.View view) {
            return view.asWritten();
        }
        return (PlannerCatalog.Stored) (levels.size() == 1 ? last : binding.catalog.find(last.id()).orElseThrow());
    }

    /** What is written to; where triggers are called instead, the view in the shape of a table. */
    PlannerCatalog.Stored table() {
        return table;
    }

    /** Whether triggers of a view are called for each row, and nothing is written. */
    boolean isInstead() {
        return isInstead;
    }

    /** @throws SqlException 0A000 for a default of a column that the view computes, where a row says nothing of it */
    void requireDefaults(List<Integer> given) {
        for (int column : levels.getFirst().defaults().keySet()) {
            int position = levels.getFirst().positions().get(column);
            if (position < 0 && !given.contains(position)) {
                requireWritable(position, "insert into");
            }
        }
    }

    /** The tables whose rows are changed along with the table's, as they inherit from it. */
    List<PlannerCatalog.Stored> heirs() {
        return isOnly ? List.of() : binding.catalog.heirs(table.id());
    }

    /** The partition that rows have to be of, or 0. */
    long partition() {
        return levels.stream()
                .map(TargetLevel::relation)
                .filter(level -> level instanceof PlannerCatalog.View view && view.isPartition())
                .mapToLong(PlannerCatalog.Relation::id)
                .findFirst()
                .orElse(0);
    }

    /** Whether the table is named itself, and no view of it. */
    boolean isTable() {
        return levels.size() == 1 && !isInstead;
    }

    String name() {
        return named.name();
    }

    /** The name, or the alias, under which a statement knows the rows. */
    Scope.Table named(Shown rows, SqlIdentifier alias) {
        boolean isPartition = named instanceof PlannerCatalog.View view && view.isPartition();
        PlannerCatalog.Stored stored = levels.size() == 1
                ? isInstead ? null : table
                : isPartition ? binding.catalog.table(named.id()).orElseThrow() : null;
        return alias == null
                ? new Scope.Table(named.schemaName(), named.name(), rows.columns(), stored)
                : new Scope.Table(null, alias.getSimple(), rows.columns(), stored);
    }

    /** The rows once more, with columns of their own. */
    Shown show() {
        return show(named, binding, new ArrayList<>(), new ArrayList<>(), false);
    }

    /** What new rows must satisfy, the innermost view's condition first. */
    List<Statement.ViewCheck> checks() {
        return checks;
    }

    // ---- views ------------------------------------------------------------------------------------------------------

    private Shown show(
            PlannerCatalog.Relation relation, Binding in, List<TargetLevel> path, List<Statement.ViewCheck> into,
            boolean isCascaded) {
        return switch (relation) {
            case PlannerCatalog.Stored stored -> {
                PlannerCatalog.Stored changed = binding.changed(stored);
                FromBinder.From from = new FromBinder(in, new QueryBinder(in)).stored(changed, Scope.NONE);
                List<Column> rows = from.rel().columns();
                path.add(new TargetLevel(changed, in.references(), IntStream.range(0, rows.size()).boxed().toList()));
                yield new Shown(
                        from.rel(), rows,
                        changed == stored
                                ? from.scope().columns()
                                : new HeirBinder(in).named(changed, stored, rows),
                        Map.of());
            }
            case PlannerCatalog.View view when view.insteadOf().contains(event()) -> instead(view, in, path);
            case PlannerCatalog.View view -> through(view, in, path, into, isCascaded);
        };
    }

    private String event() {
        return command.split(" ", 2)[0];
    }

    /** The rows of a view whose triggers do what is to be done: all that can be read of it. */
    private static Shown instead(PlannerCatalog.View view, Binding in, List<TargetLevel> path) {
        FromBinder.From from = new FromBinder(in, new QueryBinder(in)).view(view, Scope.NONE);
        List<Column> rows = new ArrayList<>();
        List<Expr> expressions = new ArrayList<>();
        List<Scope.Named> columns = new ArrayList<>();
        for (Scope.Named named : from.scope().columns()) {
            // A column that is there twice is two of the row.
            Column column = in.numbers.column(named.name(), named.column().type(), true);
            expressions.add(named.column().reference());
            rows.add(column);
            columns.add(new Scope.Named(named.name(), column));
        }
        in.references().add(view.id(), rows);
        path.add(new TargetLevel(view, in.references(), IntStream.range(0, rows.size()).boxed().toList()));
        return new Shown(new Rel.Project(from.rel(), expressions, rows), rows, columns, Map.of());
    }

    private Shown through(
            PlannerCatalog.View view, Binding in, List<TargetLevel> path, List<Statement.ViewCheck> into,
            boolean isCascaded) {
        in.dependOn(view.id());
        Binding inner = in.forView(view);
        SimpleView.Verdict verdict = SimpleView.of(inner.syntax.statement(view.query()), inner);
        if (verdict.view() == null) {
            throw notUpdatable(view, command, verdict.reason());
        }
        SimpleView simple = verdict.view();
        isOnly |= OnlyName.is(simple.base());
        boolean cascades = isCascaded || "cascaded".equals(view.checkOption());
        int place = path.size();
        Shown below = show(simple.relation(), inner, path, into, cascades);
        QueryBinder queries = new QueryBinder(inner);
        Scope scope = Scope.of(base(simple, below), Scope.NONE);
        Rel rel = below.rel();
        if (simple.where() != null) {
            Frame frame = new Frame(scope, "WHERE");
            Expr condition = queries.expressions.conjunction(simple.where(), frame, "WHERE");
            if (!view.isPartition() && (cascades || view.checkOption() != null)) {
                requireNoSubquery(frame);
                into.add(new Statement.ViewCheck(
                        view.name(), Targets.positional(below.overRows(condition), below.rows())));
            }
            rel = frame.attach(rel);
            rel = Expressions.isTrue(condition) ? rel : new Rel.Filter(rel, condition);
        }
        Shown rows = list(simple, below, new Shown(rel, below.rows(), List.of(), below.computed()), queries, view);
        in.references().add(view.id(), rows.columns().stream().map(Scope.Named::column).toList());
        path.add(place, new TargetLevel(view, in.references(), positions(rows)));
        return rows;
    }

    static void requireNoSubquery(Frame frame) {
        if (frame.hasSubqueries()) {
            throw SqlException.unsupported("WITH CHECK OPTION of a view whose WHERE has a subquery");
        }
    }

    static Scope.Table base(SimpleView simple, Shown below) {
        List<Scope.Named> columns = new ArrayList<>(below.columns());
        for (int i = 0; i < Math.min(simple.aliases().size(), columns.size()); i++) {
            columns.set(i, new Scope.Named(simple.aliases().get(i), columns.get(i).column()));
        }
        return simple.alias() == null
                ? new Scope.Table(simple.relation().schemaName(), simple.relation().name(), columns, null)
                : new Scope.Table(null, simple.alias().getSimple(), columns, null);
    }

    /** The select list: columns stay what they are, the rest is computed. */
    private static Shown list(
            SimpleView simple, Shown below, Shown filtered, QueryBinder queries, PlannerCatalog.View view) {
        Binding in = queries.binding;
        Frame frame = new Frame(Scope.of(base(simple, below), Scope.NONE), "SELECT");
        List<SelectList.Item> items = new SelectList(in, queries.expressions).bind(simple.items(), frame);
        boolean hasSubqueries = frame.hasSubqueries();
        Rel rel = frame.attach(filtered.rel());
        List<Scope.Named> columns = new ArrayList<>();
        Map<Integer, Expr> computed = new HashMap<>(below.computed());
        List<Expr> expressions = new ArrayList<>();
        List<Column> added = new ArrayList<>();
        for (int i = 0; i < Math.min(items.size(), view.schema().size()); i++) {
            String name = view.schema().field(i).name();
            Expr expr = in.coercion.decided(items.get(i).expr(), items.get(i).node());
            Column column = columnOf(expr, below);
            if (column == null) {
                column = in.numbers.column(name, expr.type(), true);
                expressions.add(expr);
                added.add(column);
                if (!hasSubqueries) {
                    computed.put(column.id(), below.overRows(expr));
                }
            }
            columns.add(new Scope.Named(name, column));
        }
        return new Shown(Rel.Project.extend(rel, expressions, added), below.rows(), columns, computed);
    }

    static Column columnOf(Expr expr, Shown below) {
        return expr instanceof Expr.Input input
                ? below.columns().stream()
                        .map(Scope.Named::column)
                        .filter(column -> column.id() == input.index())
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static List<Integer> positions(Shown shown) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < shown.columns().size(); i++) {
            int position = shown.rows().indexOf(shown.columns().get(i).column());
            positions.add(position < 0 ? -1 - i : position);
        }
        return positions;
    }

    static SqlException notUpdatable(PlannerCatalog.Relation view, String command, String reason) {
        if (command.equals(Targets.MERGE)) {
            return new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "cannot execute MERGE on relation \"" + view.name() + "\"")
                    .withDetail(reason);
        }
        return new SqlException(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cannot " + command + " view \"" + view.name() + "\"")
                .withDetail(reason);
    }

    // ---- columns ----------------------------------------------------------------------------------------------------

    /** The named columns; all of them in order when none are named. */
    List<Integer> columns(List<SqlIdentifier> names) {
        return columns(names, Set.of());
    }

    /** @param ofFields places of those of which but a field is meant, which may be named once more for another */
    List<Integer> columns(List<SqlIdentifier> names, Set<Integer> ofFields) {
        if (names == null || names.isEmpty()) {
            return levels.getFirst().relation() instanceof PlannerCatalog.Stored
                    ? shown.columns().stream().map(named -> shown.rows().indexOf(named.column())).toList()
                    : levels.getFirst().positions();
        }
        List<Integer> positions = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (SqlIdentifier name : names) {
            positions.add(column(name));
            boolean isOfFields = ofFields.contains(positions.size() - 1);
            if (!seen.add(name.names.getLast() + (isOfFields ? "." : ""))) {
                if (isOfFields) {
                    continue;
                }
                throw new SqlException(
                                SqlState.DUPLICATE_COLUMN,
                                "column \"" + name.names.getLast() + "\" specified more than once")
                        .at(binding.at(name));
            }
        }
        return positions;
    }

    /** @throws SqlException 42601 where two columns of a view are the same of the table */
    void requireOnce(List<Integer> columns) {
        Set<Integer> seen = new HashSet<>();
        for (int column : columns) {
            if (!seen.add(column)) {
                throw new SqlException(
                        SqlState.SYNTAX_ERROR,
                        "multiple assignments to same column \"" + table.schema().field(column).name() + "\"");
            }
        }
    }

    int column(SqlIdentifier name) {
        String last = name.names.getLast();
        for (int i = 0; i < shown.columns().size(); i++) {
            if (shown.columns().get(i).name().equals(last)) {
                int position = shown.rows().indexOf(shown.columns().get(i).column());
                return position < 0 ? -1 - i : position;
            }
        }
        SqlException fault = new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + last + "\" of relation \"" + named.name() + "\" does not exist")
                .at(binding.at(name));
        List<String> known = named.schema().fields().stream().map(Schema.Field::name).toList();
        throw NearestName.of(last, known)
                .map(near -> fault.withHint("Perhaps you meant the column \"" + near + "\"."))
                .orElse(fault);
    }

    /**
     * That a column can be written.
     *
     * @param verb {@code insert into} or {@code update}
     * @throws SqlException 0A000 for one that a view computes
     */
    void requireWritable(int column, String verb) {
        if (column < 0) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot " + verb + " column \"" + shown.columns().get(-1 - column).name() + "\" of view \""
                            + named.name() + "\"")
                    .withDetail("View columns that are not columns of their base relation are not updatable.");
        }
    }

    /** Notes what is done, of the view by the session and of what is behind it by the view's owner. */
    void note(Access.Kind kind, Collection<Integer> columns) {
        for (TargetLevel level : levels) {
            level.references().write(kind, level.relation().id(), columns == null ? null : level.own(columns));
        }
    }
}
