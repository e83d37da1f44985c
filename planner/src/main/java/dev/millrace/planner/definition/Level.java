package dev.millrace.planner.definition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnnestOperator;

import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.bind.Meanings;
import dev.millrace.sql.parser.expression.PostgresOperators;

/** The items of one query's FROM by the names that they are written with, which no query around it uses. */
final class Level {

    /**
     * One item of FROM that is no join.
     *
     * @param item as it is written, with its alias
     * @param source what it is of, without its alias
     * @param relation behind it, or null
     * @param written what its columns are qualified with in the text
     * @param name what it is called here
     * @param columns names by number, in order
     * @param hasAlias whether it was given one, or columns names
     */
    record Item(
            SqlNode item, SqlNode source, PlannerCatalog.Relation relation, String written, String name,
            Map<Integer, String> columns, boolean hasAlias, boolean namesColumns, boolean isLateral,
            List<SqlNode> definitions) {}

    private final Level outer;
    private final List<Item> items = new ArrayList<>();
    private final Meanings meanings;
    private final DefinitionNames names;
    /** Names that are taken, with the last number behind each. */
    private final Map<String, Integer> taken = new HashMap<>();

    private Level(Level outer, Meanings meanings, DefinitionNames names) {
        this.outer = outer;
        this.meanings = meanings;
        this.names = names;
        for (Level level = outer; level != null; level = level.outer) {
            level.items.forEach(item -> taken.put(item.name, 0));
        }
    }

    /** @param from null for none */
    static Level of(SqlNode from, Level outer, Meanings meanings, DefinitionNames names) {
        Level level = new Level(outer, meanings, names);
        if (from != null) {
            level.collect(from);
        }
        return level;
    }

    static Level of(List<SqlNode> items, Meanings meanings, DefinitionNames names) {
        Level level = new Level(null, meanings, names);
        items.forEach(level::collect);
        return level;
    }

    List<Item> items() {
        return items;
    }

    Item item(SqlNode node) {
        return items.stream().filter(item -> item.item == node).findFirst().orElseThrow(() -> new Undescribed(node));
    }

    /** The item that a column is of, the innermost first; null where none has it. */
    Item owner(int column, String qualifier) {
        for (Level level = this; level != null; level = level.outer) {
            Item found = null;
            for (Item item : level.items) {
                boolean isMeant = item.columns.containsKey(column);
                if (isMeant && (found == null || qualifier != null && item.written.equals(qualifier))) {
                    found = item;
                }
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    boolean has(Item item) {
        return items.contains(item);
    }

    private void collect(SqlNode node) {
        if (node instanceof SqlJoin join) {
            collect(join.getLeft());
            collect(join.getRight());
            return;
        }
        SqlNode source = node;
        String alias = null;
        List<String> aliases = new ArrayList<>();
        List<SqlNode> definitions = List.of();
        if (source.getKind() == SqlKind.AS) {
            SqlCall as = (SqlCall) source;
            alias = ((SqlIdentifier) as.operand(1)).getSimple();
            source = as.operand(0);
            List<SqlNode> rest = as.getOperandList().subList(2, as.operandCount());
            if (rest.stream().allMatch(SqlIdentifier.class::isInstance)) {
                rest.forEach(name -> aliases.add(((SqlIdentifier) name).getSimple()));
            } else {
                definitions = rest;
            }
        }
        boolean isLateral = source.getKind() == SqlKind.LATERAL;
        while (List.of(SqlKind.LATERAL, SqlKind.TABLE_REF, SqlKind.EXPLICIT_TABLE, SqlKind.COLLECTION_TABLE)
                .contains(source.getKind())) {
            source = ((SqlCall) source).operand(0);
        }
        if (source instanceof SqlJoin) {
            throw new Undescribed("a join with an alias");
        }
        PlannerCatalog.Relation relation = source instanceof SqlIdentifier name ? meanings.relation(name) : null;
        String plain = source instanceof SqlIdentifier name ? name.names.getLast() : functionName(source);
        String written = alias == null ? plain : alias;
        String current = alias == null && relation != null ? names.alone(relation.id()) : written;
        items.add(new Item(
                node, source, relation, written, unique(current), columns(node, relation, aliases), alias != null,
                !aliases.isEmpty(), isLateral, definitions));
    }

    /** A query without an alias has to get one. */
    private static String functionName(SqlNode source) {
        if (source.isA(SqlKind.QUERY) || !(source instanceof SqlCall call)) {
            return "unnamed_subquery";
        }
        boolean isWrapped = call.getOperator() == PostgresOperators.WITH_ORDINALITY;
        SqlNode inner = isWrapped ? call.operand(0) : call;
        return inner instanceof SqlCall function ? CallReader.name(function) : "unnamed_subquery";
    }

    static boolean isNumbered(SqlNode source) {
        return source instanceof SqlCall call
                && (call.getOperator() == PostgresOperators.WITH_ORDINALITY
                        || call.getOperator() instanceof SqlUnnestOperator unnest && unnest.withOrdinality);
    }

    private Map<Integer, String> columns(SqlNode node, PlannerCatalog.Relation relation, List<String> aliases) {
        List<Meanings.Named> found = meanings.item(node);
        if (found == null) {
            throw new Undescribed(node);
        }
        List<String> current = relation == null ? List.of() : current(relation);
        Map<Integer, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            boolean isRenamed = i >= aliases.size() && i < current.size();
            columns.putIfAbsent(found.get(i).column(), isRenamed ? current.get(i) : found.get(i).name());
        }
        return columns;
    }

    /** What those columns are called now that the text knew. */
    private List<String> current(PlannerCatalog.Relation relation) {
        List<String> all = names.columns(relation.id());
        List<String> current = new ArrayList<>();
        for (int i = 0; i < relation.schema().size(); i++) {
            boolean isHidden = relation instanceof PlannerCatalog.Stored stored && stored.isHidden(i);
            if (!isHidden) {
                current.add(i < all.size() ? all.get(i) : relation.schema().field(i).name());
            }
        }
        return current;
    }

    private String unique(String name) {
        Integer last = taken.get(name);
        String free = name;
        if (last != null) {
            int number = last;
            do {
                number++;
                free = name + "_" + number;
            } while (taken.containsKey(free));
            taken.put(name, number);
        }
        taken.put(free, 0);
        return free;
    }
}
