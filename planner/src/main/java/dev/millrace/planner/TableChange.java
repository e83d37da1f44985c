package dev.millrace.planner;

import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.SqlType;

/** One change that ALTER TABLE makes. */
public sealed interface TableChange
        permits TableChange.AddColumn, TableChange.DropColumn, TableChange.Default, TableChange.NotNull,
                TableChange.ChangeType, TableChange.AddIdentity, TableChange.ChangeIdentity, TableChange.DropIdentity,
                TableChange.AddPrimaryKey, TableChange.AddKeyOfIndex, TableChange.AddUnique, TableChange.AddCheck,
                TableChange.AddForeignKey, TableChange.ValidateConstraint, TableChange.DropConstraint,
                TableChange.ChangeConstraint,
                TableChange.Options, TableChange.Tune, TableChange.RenameConstraint, TableChange.Inherit,
                PartitionDefinition.Change {

    /** @param isComputed whether the rows that are there get a value of their own each */
    record AddColumn(Statement.ColumnDefinition column, Expr value, boolean isComputed, boolean ifNotExists)
            implements TableChange {}

    /**
     * DROP COLUMN.
     *
     * @param checks names of the constraints that read the column
     * @param generated names of the columns that are generated from it
     */
    record DropColumn(
            String column, boolean ifExists, boolean isCascade, List<String> checks, List<String> generated)
            implements TableChange {}

    /** @param sql null for DROP DEFAULT, and where an existing sequence is named as in {@code nextval('...')} */
    record Default(String column, String sql, String sequence) implements TableChange {}

    record NotNull(String column, boolean isNotNull) implements TableChange {}

    /** ALTER COLUMN ... TYPE. {@code usingSql}: what the values become, over the table's columns; null to cast them. */
    record ChangeType(String column, SqlType type, String usingSql) implements TableChange {}

    record AddIdentity(String column, Numbering numbering) implements TableChange {}

    /** @param kind null to leave it as it is */
    record ChangeIdentity(String column, Numbering.Kind kind, SequenceSettings settings)
            implements TableChange {}

    record DropIdentity(String column, boolean ifExists) implements TableChange {}

    record AddPrimaryKey(Statement.KeyDefinition key) implements TableChange {}

    /** A constraint made of a unique index. @param name null for that of the index */
    record AddKeyOfIndex(String name, boolean isPrimary, String index) implements TableChange {}

    record AddUnique(Statement.KeyDefinition key) implements TableChange {}

    /** {@code isNotValid}: rows that are there may break it. */
    record AddCheck(Statement.CheckDefinition check, boolean isNotValid) implements TableChange {}

    record AddForeignKey(ForeignKeyDefinition key, boolean isNotValid) implements TableChange {}

    /** Rows that are there keep the constraint as well. */
    record ValidateConstraint(String name) implements TableChange {}

    /** When a foreign key is asked. */
    record ChangeConstraint(String name, boolean isDeferrable, boolean isDeferred) implements TableChange {}

    record DropConstraint(String name, boolean ifExists, boolean isCascade) implements TableChange {}

    /** SET (...), RESET (...): null as the value of one that is to be as if it was never given. */
    record Options(Map<String, String> options) implements TableChange {}

    /** How it is stored. */
    record Tune(TuningChange change) implements TableChange {}

    record RenameConstraint(String name, String newName) implements TableChange {}

    /** INHERIT parent, or NO INHERIT. */
    record Inherit(Statement.QualifiedName parent, boolean isEnd) implements TableChange {}
}
