package dev.millrace.sql.parser.statement;

import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlIdentifier;

/** What ALTER says of how an object is to be stored, and not of what it holds. */
public sealed interface Tuning {
    void unparse(Unparser out);

    /** {@code ALTER COLUMN ... SET STATISTICS | STORAGE | COMPRESSION}; an index's column is named by its number. */
    record Column(SqlIdentifier column, String setting, String value) implements Tuning {
        @Override
        public void unparse(Unparser out) {
            out.words("ALTER COLUMN").node(column).words("SET " + setting.toUpperCase(Locale.ROOT) + " " + value);
        }
    }

    /** {@code ALTER COLUMN ... SET (options)}, or RESET, whose options have no values. */
    record ColumnOptions(SqlIdentifier column, List<StatementOption> options, boolean isReset) implements Tuning {
        @Override
        public void unparse(Unparser out) {
            out.words("ALTER COLUMN").node(column).options(isReset ? "RESET" : "SET", options);
        }
    }

    /** {@code SET LOGGED}, or UNLOGGED. */
    record Logged(boolean isLogged) implements Tuning {
        @Override
        public void unparse(Unparser out) {
            out.words(isLogged ? "SET LOGGED" : "SET UNLOGGED");
        }
    }

    /** {@code REPLICA IDENTITY DEFAULT | FULL | NOTHING}, or USING INDEX, where an index is named. */
    record ReplicaIdentity(String kind, SqlIdentifier index) implements Tuning {
        @Override
        public void unparse(Unparser out) {
            out.words("REPLICA IDENTITY");
            if (index == null) {
                out.words(kind.toUpperCase(Locale.ROOT));
            }
            out.clause("USING INDEX", index);
        }
    }

    /** {@code CLUSTER ON index}; null for SET WITHOUT CLUSTER. */
    record Clustered(SqlIdentifier index) implements Tuning {
        @Override
        public void unparse(Unparser out) {
            out.wordsIf(index == null, "SET WITHOUT CLUSTER").clause("CLUSTER ON", index);
        }
    }
}
