package dev.millrace.planner.bind;

import java.util.IdentityHashMap;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

import dev.millrace.executor.plan.ConstantEvaluator;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Routine;
import dev.millrace.planner.logical.Column;

/**
 * What binding found the parts of one text to mean, for who writes the text down anew. Known by the identity of the
 * syntax: what is bound twice means the same, and the last time counts.
 */
public final class Meanings {

    /** A column under the name it has in an item of FROM. */
    public record Named(String name, int column) {}

    private final IdentityHashMap<SqlNode, Expr> expressions = new IdentityHashMap<>();
    /** What an expression became where it was not of the type that its place asks for. */
    private final IdentityHashMap<SqlNode, Expr> conversions = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Expr> conversionsOf = new IdentityHashMap<>();
    private final IdentityHashMap<SqlNode, Integer> columns = new IdentityHashMap<>();
    private final IdentityHashMap<SqlNode, List<Named>> items = new IdentityHashMap<>();
    private final IdentityHashMap<SqlNode, List<Named>> stars = new IdentityHashMap<>();
    private final IdentityHashMap<SqlIdentifier, PlannerCatalog.Relation> relations = new IdentityHashMap<>();
    private final IdentityHashMap<SqlNode, List<String>> merged = new IdentityHashMap<>();
    private final IdentityHashMap<SqlCall, Routine> routines = new IdentityHashMap<>();
    private final IdentityHashMap<SqlSelect, List<String>> outputs = new IdentityHashMap<>();
    private final IdentityHashMap<SqlCall, TypeNames.Declared> casts = new IdentityHashMap<>();

    private final SourceText source;
    private final ConstantEvaluator constants;

    Meanings(SourceText source, ConstantEvaluator constants) {
        this.source = source;
        this.constants = constants;
    }

    // ---- noted by the binders ---------------------------------------------------------------------------------------

    void expression(SqlNode node, Expr bound) {
        expressions.put(node, bound);
        conversions.remove(node);
    }

    void conversion(Expr from, Expr to, SqlNode at) {
        if (from == to) {
            return;
        }
        if (expressions.get(at) == from) {
            conversions.put(at, to);
        } else {
            conversionsOf.put(from, to);
        }
    }

    void column(SqlNode node, Column column) {
        columns.put(node, column.id());
    }

    void item(SqlNode node, List<Scope.Named> found) {
        items.put(node, named(found));
    }

    void star(SqlNode node, List<Scope.Named> found) {
        stars.put(node, named(found));
    }

    private static List<Named> named(List<Scope.Named> found) {
        return found.stream().map(one -> new Named(one.name(), one.column().id())).toList();
    }

    void relation(SqlIdentifier name, PlannerCatalog.Relation relation) {
        relations.put(name, relation);
    }

    /** What a name with ONLY means is noted of the name alone. */
    void only(SqlIdentifier written, SqlIdentifier plain) {
        relations.put(written, relations.remove(plain));
    }

    void merged(SqlNode join, List<String> names) {
        merged.put(join, names);
    }

    void routine(SqlCall call, Routine routine) {
        routines.put(call, routine);
    }

    void outputs(SqlSelect select, List<SelectList.Item> list) {
        outputs.put(select, list.stream().map(SelectList.Item::name).toList());
    }

    void cast(SqlCall call, TypeNames.Declared declared) {
        casts.put(call, declared);
    }

    // ---- asked by who writes ----------------------------------------------------------------------------------------

    /** As it was written. */
    public String source(SqlNode node) {
        return source.text(node);
    }

    /** A value as text; null for NULL. */
    public String text(Expr.Literal literal) {
        return literal.value() == null || literal.type().kind() == SqlType.Kind.UNKNOWN
                ? (String) literal.value()
                : (String) constants.evaluate(new Expr.Cast(literal, SqlType.TEXT)).value();
    }

    /** What the text of a literal is as a value of a type, written as values of it are; null for NULL. */
    public String read(String literal, SqlType type) {
        return text(constants.evaluate(new Expr.Cast(Literals.text(literal), type)));
    }

    /** As it is by itself; null where it is no expression. */
    public Expr bound(SqlNode node) {
        return expressions.get(node);
    }

    /** As its place takes it. */
    public Expr converted(SqlNode node) {
        Expr expr = conversions.getOrDefault(node, expressions.get(node));
        while (expr != null && conversionsOf.get(expr) != null) {
            expr = conversionsOf.get(expr);
        }
        return expr;
    }

    /** The number of the column that a name means; null where it means none. */
    public Integer column(SqlNode node) {
        return columns.get(node);
    }

    /** The columns of an item of FROM; null when it is none. */
    public List<Named> item(SqlNode node) {
        return items.get(node);
    }

    /** What a star stands for. */
    public List<Named> star(SqlNode node) {
        return stars.get(node);
    }

    /** Null for a query of WITH. */
    public PlannerCatalog.Relation relation(SqlIdentifier name) {
        return relations.get(name);
    }

    /** Where relations are named in the text. */
    public List<SqlIdentifier> relations() {
        return List.copyOf(relations.keySet());
    }

    /** The columns that a join with USING, or a natural one, has once. */
    public List<String> merged(SqlNode join) {
        return merged.get(join);
    }

    /** Null where a call is of one of PostgreSQL's functions. */
    public Routine routine(SqlCall call) {
        return routines.get(call);
    }

    /** The names of a result's columns. */
    public List<String> outputs(SqlSelect select) {
        return outputs.get(select);
    }

    public SqlType castType(SqlCall call) {
        TypeNames.Declared declared = casts.get(call);
        return declared == null ? null : declared.type();
    }

    /** Null where a cast is to no domain. */
    public Domain castDomain(SqlCall call) {
        TypeNames.Declared declared = casts.get(call);
        return declared == null ? null : declared.domain();
    }
}
