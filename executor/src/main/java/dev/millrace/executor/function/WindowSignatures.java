package dev.millrace.executor.function;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.FunctionSignature;
import dev.millrace.executor.plan.SqlType;

/** The functions that need OVER, with PostgreSQL's types. They are computed in {@code executor.window}. */
final class WindowSignatures {

    private final List<FunctionSignature> all = new ArrayList<>();

    private WindowSignatures() {}

    static List<FunctionSignature> all() {
        WindowSignatures signatures = new WindowSignatures();
        signatures.ranks();
        signatures.values();
        return signatures.all;
    }

    private void add(String name, SqlType result, String description, SqlType... parameters) {
        all.add(new FunctionSignature(
                FunctionSignature.Kind.WINDOW,
                name,
                List.of(parameters),
                false,
                result,
                false,
                FunctionSignature.Volatility.IMMUTABLE,
                description));
    }

    private void ranks() {
        add("row_number", SqlType.BIGINT, "The row's number in its partition, from 1.");
        add("rank", SqlType.BIGINT, "The number of the row's first peer: rank with gaps.");
        add("dense_rank", SqlType.BIGINT, "The number of the row's group of peers: rank without gaps.");
        add("percent_rank", SqlType.DOUBLE, "The rank as a part of the partition: (rank - 1) / (rows - 1).");
        add("cume_dist", SqlType.DOUBLE, "The part of the partition that stands before the row or is its peer.");
        add("ntile", SqlType.INTEGER, "The number of the row's part, of so many equal ones.", SqlType.INTEGER);
    }

    private void values() {
        SqlType any = SqlType.UNKNOWN;
        for (String name : List.of("lag", "lead")) {
            String where = name.equals("lag") ? "before" : "behind";
            add(name, any, "The value in the row " + where + " this one; NULL without one.", any);
            add(name, any, "The value so many rows " + where + " this one.", any, SqlType.INTEGER);
            add(name, any, "The value so many rows " + where + " this one, or the default without such a row.", any,
                    SqlType.INTEGER, any);
        }
        add("first_value", any, "The value in the frame's first row.", any);
        add("last_value", any, "The value in the frame's last row.", any);
        add("nth_value", any, "The value in the frame's n-th row; NULL without one.", any, SqlType.INTEGER);
    }
}
