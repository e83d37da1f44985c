package dev.millrace.server.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.millrace.planner.ReferentialAction;

/**
 * Columns of a table whose values are those of a key of another table (or of the same). Goes with its table; the
 * referenced one, and the index that keeps the key unique, stay as long as it does.
 *
 * @param columns positions in the referencing table
 * @param referencedColumns positions in the referenced one, one for each column
 * @param referencedKey OID of the primary key or of the unique index that these columns are
 * @param isFull MATCH FULL
 * @param isDeferrable whether a transaction may leave it to its end
 * @param isDeferred whether transactions do so unasked
 * @param isNotValid whether rows may break it that were there before; null for no
 * @param set the columns that ON DELETE SET gives another value; null for all
 */
public record ForeignKey(
        long id, String name, long table, List<Integer> columns, long referenced, List<Integer> referencedColumns,
        long referencedKey, boolean isFull, ReferentialAction onUpdate, ReferentialAction onDelete,
        boolean isDeferrable, boolean isDeferred, Boolean isNotValid, List<Integer> set)
        implements CatalogObject {

    /** Two tables may each have one of that name: it stands in no schema. */
    @Override
    public String schemaName() {
        return "";
    }

    @Override
    public ForeignKey named(String otherSchema, String otherName) {
        return new ForeignKey(
                id, otherName, table, columns, referenced, referencedColumns, referencedKey, isFull, onUpdate,
                onDelete, isDeferrable, isDeferred, isNotValid, set);
    }

    public ForeignKey withNotValid(Boolean other) {
        return new ForeignKey(
                id, name, table, columns, referenced, referencedColumns, referencedKey, isFull, onUpdate, onDelete,
                isDeferrable, isDeferred, other, set);
    }

    public ForeignKey deferred(boolean otherDeferrable, boolean otherDeferred) {
        return new ForeignKey(
                id, name, table, columns, referenced, referencedColumns, referencedKey, isFull, onUpdate, onDelete,
                otherDeferrable, otherDeferred, isNotValid, set);
    }

    @Override
    public String kindName() {
        return "constraint";
    }

    /**
     * FOREIGN KEY as a table's definition has it.
     *
     * @param place the referenced table as it is to be written
     */
    public String definition(CatalogSnapshot catalog, String place, UnaryOperator<String> quoted) {
        return "FOREIGN KEY " + list(catalog, table, columns, quoted) + " REFERENCES " + place
                + list(catalog, referenced, referencedColumns, quoted)
                + (isFull ? " MATCH FULL" : "")
                + (onUpdate == ReferentialAction.NO_ACTION ? "" : " ON UPDATE " + onUpdate.sql())
                + (onDelete == ReferentialAction.NO_ACTION ? "" : " ON DELETE " + onDelete.sql())
                + (set == null ? "" : " " + list(catalog, table, set, quoted))
                + (isDeferred ? " DEFERRABLE INITIALLY DEFERRED" : isDeferrable ? " DEFERRABLE" : "")
                + (Boolean.TRUE.equals(isNotValid) ? " NOT VALID" : "");
    }

    private static String list(
            CatalogSnapshot catalog, long of, List<Integer> positions, UnaryOperator<String> quoted) {
        CatalogObject.Table owner = (CatalogObject.Table) catalog.find(of).orElseThrow();
        return positions.stream()
                .map(position -> quoted.apply(owner.columns().get(position).name()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public Set<Long> dependencies() {
        return new LinkedHashSet<>(List.of(referencedKey, referenced, table));
    }
}
