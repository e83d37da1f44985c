package dev.millrace.server.catalog;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PartitionDefinition;

/** What hash partitions tell rows apart by, as SQL: PostgreSQL's hash where it has one of the same values. */
public final class PartitionHash {

    /** PostgreSQL's HASH_PARTITION_SEED. */
    private static final long SEED = 0x7A5B22367996DCFDL;

    private PartitionHash() {}

    static String of(List<String> parts, PartitionDefinition.Key key) {
        String hash = "CAST(0 AS bigint)";
        for (int i = 0; i < parts.size(); i++) {
            hash = "\"hash combine\"(" + hash + ", " + of(parts.get(i), key.parts().get(i).type()) + ")";
        }
        return hash;
    }

    /** @throws SqlException 0A000 for a type whose equal values have different texts */
    public static String of(String part, SqlType type) {
        String arguments = switch (type.kind()) {
            case SMALLINT, INTEGER, OID -> "int4extended(CAST(" + part + " AS integer)";
            case BIGINT -> "int8extended(" + part;
            case DATE -> "int4extended(" + part + " - DATE '2000-01-01'";
            case BOOLEAN -> "int4extended(CAST(" + part + " AS integer)";
            case TEXT, VARCHAR, UUID -> "textextended(CAST(" + part + " AS text)";
            case CHAR -> "textextended(rtrim(CAST(" + part + " AS text))";
            case NUMERIC -> "textextended(CAST(trim_scale(" + part + ") AS text)";
            case TIMESTAMP, TIMESTAMPTZ ->
                "textextended(CAST(trim_scale(extract(epoch FROM " + part + ")) AS text)";
            default -> throw SqlException.unsupported("partitioning by a hash of values of type " + type);
        };
        return "hash" + arguments + ", " + SEED + ")";
    }
}
