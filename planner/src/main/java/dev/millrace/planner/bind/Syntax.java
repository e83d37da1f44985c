package dev.millrace.planner.bind;

import org.apache.calcite.sql.SqlNode;

/** SQL text into a syntax tree: the parser, as far as the binders know it. */
public interface Syntax {

    /** One statement. */
    SqlNode statement(String sql);

    /** One expression: a column's DEFAULT, a CHECK. */
    SqlNode expression(String sql);
}
