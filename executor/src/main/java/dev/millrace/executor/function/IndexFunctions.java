package dev.millrace.executor.function;

import java.util.Locale;

import dev.millrace.executor.plan.FunctionSignature.Volatility;

import static dev.millrace.executor.plan.SqlType.Kind.OID;

/** What indexes can do, as clients ask it of PostgreSQL since 9.6; every index here is like a B-tree. */
final class IndexFunctions {

    private static final long BTREE = 403;
    private static final int DESCENDING = 1;
    private static final int NULLS_FIRST = 2;

    private IndexFunctions() {}

    @SqlFunction(name = "pg_index_column_has_property",
            description = "Whether a column of an index is in an order, ascending, can be searched for NULL and so on.",
            volatility = Volatility.VOLATILE)
    static Boolean ofColumn(@As(OID) long index, int column, String property) {
        Integer order = column < 1 ? null : CatalogDoor.current().indexOrder(index, column);
        if (order == null) {
            return null;
        }
        return switch (property.toLowerCase(Locale.ROOT)) {
            case "asc" -> (order & DESCENDING) == 0;
            case "desc" -> (order & DESCENDING) != 0;
            case "nulls_first" -> (order & NULLS_FIRST) != 0;
            case "nulls_last" -> (order & NULLS_FIRST) == 0;
            case "orderable", "returnable", "search_array", "search_nulls" -> true;
            case "distance_orderable" -> false;
            default -> null;
        };
    }

    @SqlFunction(name = "pg_index_has_property",
            description = "Whether an index can be scanned, backward, as a bitmap, or be clustered by.",
            volatility = Volatility.VOLATILE)
    static Boolean ofIndex(@As(OID) long index, String property) {
        if (CatalogDoor.current().indexOrder(index, 0) == null) {
            return null;
        }
        return switch (property.toLowerCase(Locale.ROOT)) {
            case "clusterable", "index_scan", "bitmap_scan", "backward_scan" -> true;
            default -> null;
        };
    }

    @SqlFunction(name = "pg_indexam_has_property",
            description = "Whether a kind of index can be in an order, unique, of several columns, and so on.")
    static Boolean ofMethod(@As(OID) long method, String property) {
        return method != BTREE ? null : switch (property.toLowerCase(Locale.ROOT)) {
            case "can_order", "can_unique", "can_multi_col", "can_exclude", "can_include" -> true;
            default -> null;
        };
    }
}
