package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.sql.parser.statement.ColumnDefinition.Identity;

/** One change that an ALTER statement asks for. */
public sealed interface AlterChange {
    void unparse(Unparser out);

    /** {@code ADD COLUMN}; constraints written beside the column are told apart from it. */
    record AddColumn(boolean ifNotExists, ColumnDefinition column, List<TableConstraint> constraints)
            implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ADD COLUMN").wordsIf(ifNotExists, "IF NOT EXISTS");
            column.unparse(out);
        }
    }

    /** {@code ADD CONSTRAINT}, or the constraint alone; {@code notValid}: rows that are there may break it. */
    record AddConstraint(TableConstraint constraint, boolean notValid) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ADD");
            constraint.unparse(out);
            out.wordsIf(notValid, "NOT VALID");
        }
    }

    /** {@code ALTER CONSTRAINT}: when it is asked. */
    record ChangeConstraint(SqlIdentifier constraint, boolean isDeferrable, boolean isDeferred)
            implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ALTER CONSTRAINT").node(constraint).words(isDeferrable ? "DEFERRABLE" : "NOT DEFERRABLE")
                    .wordsIf(isDeferred, "INITIALLY DEFERRED");
        }
    }

    /** {@code VALIDATE CONSTRAINT}. */
    record ValidateConstraint(SqlIdentifier constraint) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("VALIDATE CONSTRAINT").node(constraint);
        }
    }

    /** {@code DROP COLUMN}. */
    record DropColumn(boolean ifExists, SqlIdentifier column, boolean cascade) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("DROP COLUMN").wordsIf(ifExists, "IF EXISTS").node(column).wordsIf(cascade, "CASCADE");
        }
    }

    /** {@code DROP CONSTRAINT}. */
    record DropConstraint(boolean ifExists, SqlIdentifier constraint, boolean cascade) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("DROP CONSTRAINT").wordsIf(ifExists, "IF EXISTS").node(constraint).wordsIf(cascade, "CASCADE");
        }
    }

    /** {@code ALTER COLUMN ... TYPE}; the conversion after USING may be null. */
    record ChangeType(SqlIdentifier column, SqlDataTypeSpec type, SqlNode using) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ALTER COLUMN").node(column).words("TYPE").node(type).clause("USING", using);
        }
    }

    /** {@code ALTER COLUMN ... SET DEFAULT}, or DROP DEFAULT when the value is null. */
    record ChangeDefault(SqlIdentifier column, SqlNode value) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ALTER COLUMN").node(column).wordsIf(value == null, "DROP DEFAULT").clause("SET DEFAULT", value);
        }
    }

    /** {@code ALTER COLUMN ... {SET | DROP} NOT NULL}. */
    record ChangeNotNull(SqlIdentifier column, boolean notNull) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ALTER COLUMN").node(column).words(notNull ? "SET NOT NULL" : "DROP NOT NULL");
        }
    }

    /** {@code ALTER COLUMN ... ADD GENERATED ... AS IDENTITY}. */
    record AddIdentity(SqlIdentifier column, Identity identity, SequenceOptions options) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ALTER COLUMN").node(column).words("ADD " + words(identity) + " AS IDENTITY");
            if (!options.equals(SequenceOptions.DEFAULT)) {
                out.inParentheses(() -> options.unparse(out));
            }
        }
    }

    /** {@code ALTER COLUMN ... SET GENERATED}, and what is said of the sequence. */
    record ChangeIdentity(SqlIdentifier column, Identity identity, SequenceOptions options) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ALTER COLUMN").node(column);
            if (identity != Identity.NONE) {
                out.words("SET " + words(identity));
            }
            if (!options.equals(SequenceOptions.DEFAULT)) {
                out.wordsIf(options.restart() == null, "SET");
                options.unparse(out);
            }
        }
    }

    /** {@code ALTER COLUMN ... DROP IDENTITY}. */
    record DropIdentity(SqlIdentifier column, boolean ifExists) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ALTER COLUMN").node(column).words("DROP IDENTITY").wordsIf(ifExists, "IF EXISTS");
        }
    }

    private static String words(Identity identity) {
        return identity == Identity.ALWAYS ? "GENERATED ALWAYS" : "GENERATED BY DEFAULT";
    }

    /** {@code ADD [CONSTRAINT name] {PRIMARY KEY | UNIQUE} USING INDEX ...}; the name may be null. */
    record AddKeyOfIndex(SqlIdentifier name, boolean isPrimary, SqlIdentifier index) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ADD").clause("CONSTRAINT", name).words(isPrimary ? "PRIMARY KEY" : "UNIQUE")
                    .clause("USING INDEX", index);
        }
    }

    /** {@code RENAME [COLUMN] ... TO ...}. */
    record RenameColumn(SqlIdentifier column, SqlIdentifier newName) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("RENAME COLUMN").node(column).words("TO").node(newName);
        }
    }

    /** {@code RENAME CONSTRAINT ... TO ...}. */
    record RenameConstraint(SqlIdentifier constraint, SqlIdentifier newName) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("RENAME CONSTRAINT").node(constraint).words("TO").node(newName);
        }
    }

    /** {@code ADD VALUE}: to an enum, beside a neighbour or (null) at its end. */
    record AddLabel(boolean ifNotExists, String label, String neighbour, boolean isBefore) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ADD VALUE").wordsIf(ifNotExists, "IF NOT EXISTS").text(label);
            if (neighbour != null) {
                out.words(isBefore ? "BEFORE" : "AFTER").text(neighbour);
            }
        }
    }

    /** {@code RENAME VALUE ... TO ...}: of an enum. */
    record RenameLabel(String label, String newLabel) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("RENAME VALUE").text(label).words("TO").text(newLabel);
        }
    }

    /** {@code RENAME TO ...}: of the object itself. */
    record Rename(SqlIdentifier newName) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("RENAME TO").node(newName);
        }
    }

    /** {@code OWNER TO ...}. */
    record ChangeOwner(RoleName owner) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("OWNER TO");
            owner.unparse(out);
        }
    }

    /** {@code SET SCHEMA ...}. */
    record SetSchema(SqlIdentifier schema) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("SET SCHEMA").node(schema);
        }
    }

    /** How it is to be stored. */
    record Tune(Tuning tuning) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            tuning.unparse(out);
        }
    }

    /** {@code SET (options)}. */
    record SetOptions(List<StatementOption> options) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.options("SET", options);
        }
    }

    /** {@code ATTACH PARTITION}, or DETACH, without a bound. */
    record ChangePartition(SqlIdentifier partition, PartitionClause.Bound bound) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words(bound == null ? "DETACH PARTITION" : "ATTACH PARTITION").node(partition);
            if (bound != null) {
                bound.unparse(out);
            }
        }
    }

    /** {@code ATTACH PARTITION}, of an index. */
    record AttachIndex(SqlIdentifier part) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words("ATTACH PARTITION").node(part);
        }
    }

    /** {@code INHERIT parent}, or NO INHERIT. */
    record Inherit(SqlIdentifier parent, boolean isEnd) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words(isEnd ? "NO INHERIT" : "INHERIT").node(parent);
        }
    }

    /** {@code SUSPEND}, or RESUME: of a view that is kept. */
    record Suspend(boolean suspends) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.words(suspends ? "SUSPEND" : "RESUME");
        }
    }

    /** {@code RESET (keys)}; the options have no values. */
    record ResetOptions(List<StatementOption> options) implements AlterChange {
        @Override
        public void unparse(Unparser out) {
            out.options("RESET", options);
        }
    }
}
