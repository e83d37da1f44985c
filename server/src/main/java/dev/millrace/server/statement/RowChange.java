package dev.millrace.server.statement;

import dev.millrace.executor.data.DeltaBatch;
import dev.millrace.server.catalog.CatalogObject;

/**
 * Rows of one table as a statement changed them.
 *
 * @param before null for rows that are new
 * @param after null for rows that are gone; else each at the place of what it was before
 */
record RowChange(CatalogObject.Relation table, DeltaBatch before, DeltaBatch after) {}
