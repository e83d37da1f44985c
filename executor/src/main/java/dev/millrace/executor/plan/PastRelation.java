package dev.millrace.executor.plan;

/**
 * A relation as it was, which a query scans under a number of its own.
 *
 * @param id what the scan says
 * @param relation the relation's number
 * @param asOf when (timestamptz, without inputs; may hold parameters); null for every row that there was, with two more
 *     columns: since when it was there and until when, the end excluded
 */
public record PastRelation(long id, long relation, Expr asOf) {}
