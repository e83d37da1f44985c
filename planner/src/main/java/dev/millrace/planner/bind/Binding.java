package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.FunctionCatalog;
import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Access;
import dev.millrace.planner.Domain;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.PlannerSettings;
import dev.millrace.planner.Routine;
import dev.millrace.planner.Variables;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.ColumnNumbers;

/** What the binders of one statement share. Not thread-safe: one statement, one thread. */
public final class Binding {

    /** Views inside views inside views: more than this is a cycle or a mistake. */
    private static final int VIEW_DEPTH_MAX = 64;

    /** Nodes of syntax that one statement may come to after its views are expanded. */
    private static final int NODES_MAX = 1_000_000;

    /** Expressions, subqueries and joins inside each other. */
    private static final int DEPTH_MAX = 3_000;

    final FunctionCatalog functions;
    final ConstantEvaluator constants;
    final PlannerCatalog catalog;
    final PlannerSettings settings;
    final Syntax syntax;
    final SourceText source;
    final ColumnNumbers numbers;
    final ParameterTypes parameters;
    final Coercion coercion;
    final AggregateLevels levels = new AggregateLevels();
    private final Budget budget;

    /** Where expressions stand in the text, for errors that are found later: by identity, as equal ones stand apart. */
    private final IdentityHashMap<Expr, SqlNode> places = new IdentityHashMap<>();

    /** What the text of a function was called with; null in any other text. */
    final RoutineArguments arguments;

    /** Names of a procedure that the statement stands in; null in any other text. */
    final Variables variables;

    private final int viewDepth;

    /** What the text means, where somebody asks for it; else null. */
    Meanings meanings;

    /** Schemas to look in for names without one; null: as the session's catalog does. */
    private final List<String> searchPath;

    /** What names mean in the text of a view, before all else. */
    private final List<PlannerCatalog.Pin> pins;

    /** The table that is changed in place of one that it inherits from; null where there is none. */
    private final HeirBinder.Heir heir;

    /** For what stands in FROM with all its heirs: the column that says whose a row is. */
    private final IdentityHashMap<PlannerCatalog.Stored, Column> holders = new IdentityHashMap<>();

    /** What this text, and not that of views in it, has named. */
    private final References references = new References();

    /** A text that reads relations: the statement's own, or that of a view in it, with the view's number. */
    private record Reader(References references, long view) {}

    /** Counts that the views expanded inside a statement share with it. */
    private static final class Budget {
        private final Set<Long> dependencies = new TreeSet<>();
        private final Set<Long> heirs = new TreeSet<>();
        private final Set<String> labels = new TreeSet<>();
        private final List<Reader> readers = new ArrayList<>();
        private int nodes;
        private int depth;
        private boolean isMaterialized;
        private int clockPosition;
        private final Set<Integer> partsRead = new TreeSet<>();
    }

    public Binding(
            FunctionCatalog functions,
            ConstantEvaluator constants,
            PlannerCatalog catalog,
            PlannerSettings settings,
            Syntax syntax,
            String sql,
            List<SqlType> parameterHints,
            Variables variables) {
        this.functions = functions;
        this.constants = constants;
        this.catalog = catalog;
        this.settings = settings;
        this.syntax = syntax;
        this.source = new SourceText(sql);
        this.numbers = new ColumnNumbers();
        this.parameters = new ParameterTypes(parameterHints.stream().map(this::current).toList());
        this.coercion = new Coercion(this);
        this.budget = new Budget();
        budget.readers.add(new Reader(references, 0));
        this.arguments = null;
        this.variables = variables;
        this.viewDepth = 0;
        this.searchPath = null;
        this.pins = List.of();
        this.heir = null;
    }

    private Binding(
            Binding of, SourceText source, ParameterTypes parameters, int viewDepth, List<String> searchPath,
            List<PlannerCatalog.Pin> pins, RoutineArguments arguments, Variables variables, HeirBinder.Heir heir) {
        this.arguments = arguments;
        this.variables = variables;
        this.functions = of.functions;
        this.constants = of.constants;
        this.catalog = of.catalog;
        this.settings = of.settings;
        this.syntax = of.syntax;
        this.source = source;
        this.numbers = of.numbers;
        this.parameters = parameters;
        this.coercion = new Coercion(this);
        this.budget = of.budget;
        this.viewDepth = viewDepth;
        this.searchPath = searchPath;
        this.pins = pins;
        this.heir = heir;
    }

    private Binding(
            Binding outer, String viewQuery, List<String> searchPath, List<PlannerCatalog.Pin> pins,
            RoutineArguments arguments) {
        this(
                outer, new SourceText(viewQuery), new ParameterTypes(List.of()), outer.viewDepth + 1, searchPath, pins,
                arguments, null, outer.heir);
    }

    /** The same text once more, in which another table stands for the one that is changed. */
    Binding forHeir(HeirBinder.Heir other) {
        return new Binding(this, source, parameters, viewDepth, searchPath, pins, arguments, variables, other);
    }

    /** What is changed where a table is named: it, or one that inherits from it. */
    PlannerCatalog.Stored changed(PlannerCatalog.Stored table) {
        return heir != null && heir.parent() == table.id() ? heir.table() : table;
    }

    /** Notes which column says whose a row is. */
    void hold(PlannerCatalog.Stored tree, Column holder) {
        holders.put(tree, holder);
    }

    /** Null where all rows are of the relation itself. */
    Column holder(PlannerCatalog.Stored relation) {
        return holders.get(relation);
    }

    /** Notes what the parts of this text mean. */
    public Meanings note() {
        meanings = new Meanings(source, constants);
        return meanings;
    }

    /** For an expression that a table keeps as text: whoever may write to the table may have it computed. */
    public Binding forExpression(String sql) {
        return inside(sql, null, List.of());
    }

    /** For the text of a view that this statement reads: what its owner may read. */
    public Binding forView(PlannerCatalog.View view) {
        Binding inner = inside(view.query(), view.searchPath(), view.pins());
        if (heir == null) {
            // Of what is in the place of another the rights on that one decide.
            budget.readers.add(new Reader(inner.references, view.id()));
        }
        return inner;
    }

    /** @param pinned what names mean there, whatever they would mean now */
    Binding inside(String query, List<String> path, List<PlannerCatalog.Pin> pinned) {
        if (viewDepth >= VIEW_DEPTH_MAX) {
            throw new SqlException(SqlState.INVALID_RECURSION, "views are nested more than " + VIEW_DEPTH_MAX
                    + " deep");
        }
        return new Binding(this, query, path, pinned, null);
    }

    /** For the text of a function that this statement calls. */
    Binding forRoutine(RoutineArguments called) {
        if (viewDepth >= VIEW_DEPTH_MAX) {
            throw tooComplex();
        }
        // As long as it is being created, it sees what the session sees, unless it says otherwise.
        boolean isNew = called.routine().id() == 0 && called.routine().searchPath().isEmpty();
        List<String> path = isNew ? null : catalog.withTemporary(called.routine().searchPath());
        Binding inner = new Binding(this, called.routine().body(), path, List.of(), called);
        // A function may what its caller may.
        budget.readers.add(new Reader(inner.references, 0));
        return inner;
    }

    /** The functions of that name that people made, as seen from here. */
    List<Routine> routines(List<String> name) {
        if (searchPath == null || name.size() > 1) {
            return catalog.routines(name);
        }
        return searchPath.stream()
                .flatMap(schema -> catalog.routines(List.of(schema, name.getFirst())).stream())
                .toList();
    }

    /** The relation of that name, as seen from here. */
    Optional<PlannerCatalog.Relation> resolve(List<String> name) {
        Optional<PlannerCatalog.Relation> found = pinned(name).or(() -> named(name));
        found.ifPresent(relation -> references.add(name, relation));
        return found;
    }

    /** The enum of that name, as seen from here. */
    Optional<EnumType> enumType(List<String> name) {
        if (searchPath == null || name.size() > 1) {
            return catalog.enumType(name);
        }
        return searchPath.stream()
                .flatMap(schema -> catalog.enumType(List.of(schema, name.getFirst())).stream()).findFirst();
    }

    /** The rows of the composite type or relation of that name, as seen from here. */
    Optional<RowType> rowType(List<String> name) {
        List<String> path = name.size() > 1 ? null : searchPath;
        return path == null ? catalog.rowType(name) : path.stream()
                .flatMap(schema -> catalog.rowType(List.of(schema, name.getFirst())).stream()).findFirst();
    }

    /** The domain of that name, as seen from here. */
    Optional<Domain> domain(List<String> name) {
        List<String> path = name.size() > 1 ? null : searchPath;
        return path == null ? catalog.domain(name) : path.stream()
                .flatMap(schema -> catalog.domain(List.of(schema, name.getFirst())).stream()).findFirst();
    }

    /** A type that was named earlier, as it is now. */
    private SqlType current(SqlType type) {
        return Optional.ofNullable(type.enumType()).flatMap(known -> catalog.enumType(known.id())).map(type::with)
                .orElse(type);
    }

    /** Notes that the result depends on which labels there are, or on how this one is written. */
    void readLabels(EnumType type, String label) {
        budget.labels.add(type.id() + (label == null ? "" : ":" + label));
    }

    /** What {@link #readLabels} noted: numbers of types, with a colon and the label where one was named. */
    Set<String> labels() {
        return Set.copyOf(budget.labels);
    }

    References references() {
        return references;
    }

    private Optional<PlannerCatalog.Relation> pinned(List<String> name) {
        for (PlannerCatalog.Pin pin : pins) {
            if (pin.name().equals(name)) {
                return catalog.find(pin.relation()).map(relation -> switch (relation) {
                    case PlannerCatalog.Stored stored -> stored.as(pin);
                    case PlannerCatalog.View view -> view.as(pin);
                });
            }
        }
        return Optional.empty();
    }

    private Optional<PlannerCatalog.Relation> named(List<String> name) {
        if (searchPath == null || name.size() > 1) {
            return catalog.resolve(name);
        }
        for (String schema : searchPath) {
            Optional<PlannerCatalog.Relation> found = catalog.resolve(List.of(schema, name.getFirst()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Says that what is bound will be kept up to date, so that it may not depend on when it is computed. */
    void keepResult() {
        budget.isMaterialized = true;
    }

    boolean isKept() {
        return budget.isMaterialized;
    }

    /** Notes that something depends on the clock, and where that is written. */
    void askClock(SqlNode node) {
        budget.clockPosition = at(node);
    }

    /** Where the clock was asked last, 0 for nowhere. */
    int clockPosition() {
        return budget.clockPosition;
    }

    /** Numbers of the parts of a WITH that writes, as far as they were read since this was cleared. */
    Set<Integer> partsRead() {
        return budget.partsRead;
    }

    void dependOn(long relation) {
        budget.dependencies.add(relation);
    }

    /** A table is read as one of those that inherit from another. */
    void dependOnHeir(long relation) {
        budget.heirs.add(relation);
    }

    Set<Long> dependencies() {
        Set<Long> all = new TreeSet<>(budget.dependencies);
        all.addAll(budget.heirs);
        return all;
    }

    /** The same without tables that are read as heirs of others: they may go, or others come. */
    Set<Long> lastingDependencies() {
        return Set.copyOf(budget.dependencies);
    }

    /** What the statement, and the views in it, do with relations. */
    public List<Access> accesses() {
        return budget.readers.stream()
                .flatMap(reader -> reader.references.accesses(reader.view).stream())
                .toList();
    }

    /** Remembers where an expression stands. */
    <T extends Expr> T place(T expr, SqlNode node) {
        boolean isShared = expr == Expr.Literal.TRUE || expr == Expr.Literal.FALSE;
        if (!isShared) {
            places.put(expr, node);
        }
        return expr;
    }

    /** Where an expression stands, or the other place when that is not known. */
    SqlNode placeOf(Expr expr, SqlNode otherwise) {
        return places.getOrDefault(expr, otherwise);
    }

    int at(SqlNode node) {
        return viewDepth > 0 ? 0 : source.position(node);
    }

    /** Entered for every expression and relation in the tree; pairs with {@link #leave}. */
    void enter() {
        settings.effort().check();
        if (++budget.nodes > NODES_MAX || ++budget.depth > DEPTH_MAX) {
            throw tooComplex();
        }
    }

    void leave() {
        budget.depth--;
    }

    /** 54001, as PostgreSQL says it when the stack is too small for a statement. */
    public static SqlException tooComplex() {
        return new SqlException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                .withHint("The statement is nested too deeply; break it into views or simpler parts.");
    }
}
