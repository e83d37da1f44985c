package dev.millrace.server.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.TriggerChange;

/** Objects of the catalog as what the planner reads and writes. */
final class PlannedRelations {

    private static final Schema SEQUENCE = new Schema(List.of(
            new Schema.Field("last_value", SqlType.BIGINT, false),
            new Schema.Field("log_cnt", SqlType.BIGINT, false),
            new Schema.Field("is_called", SqlType.BOOLEAN, false)));

    private final CatalogSnapshot snapshot;

    PlannedRelations(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    Optional<PlannerCatalog.Relation> of(CatalogObject object) {
        return switch (object) {
            case CatalogObject.Table table -> Optional.of(table.isPartition() ? partition(table) : stored(table));
            case CatalogObject.Stream stream -> Optional.of(new PlannerCatalog.Stored(
                    stream.schemaName(),
                    stream.name(),
                    stream.id(),
                    stream.schema(),
                    List.of(),
                    List.of(),
                    origins(stream.columns()),
                    List.of(),
                    stream.connector() == null,
                    false,
                    true,
                    watermark(stream)));
            case CatalogObject.View view -> Optional.of(new PlannerCatalog.View(
                    view.schemaName(), view.name(), view.id(), view.schema(), view.query(), view.searchPath(),
                    view.pins(), view.options().get("check_option"),
                    view.defaults() == null ? Map.of() : view.defaults(), insteadOf(view)));
            case CatalogObject.MaterializedView view -> Optional.of(new PlannerCatalog.Stored(
                    view.schemaName(),
                    view.name(),
                    view.id(),
                    view.schema(),
                    view.key(),
                    List.of(),
                    noOrigins(view.schema().size()),
                    List.of(),
                    false,
                    false,
                    false,
                    null));
            // A sequence shows its position, which is kept beside the database's epochs.
            case CatalogObject.Sequence sequence -> Optional.of(new PlannerCatalog.View(
                    sequence.schemaName(), sequence.name(), sequence.id(), SEQUENCE,
                    "SELECT \"sequence position\"(" + sequence.id() + "::oid) AS last_value, 0::bigint AS log_cnt,"
                            + " pg_sequence_last_value(" + sequence.id() + "::oid) IS NOT NULL AS is_called",
                    List.of(CatalogSnapshot.PUBLIC), List.of()));
            case CatalogObject.Namespace _, SinkObject _, CatalogObject.Index _,
                    Comment _, ForeignKey _, NamedType _, CompositeType _, DomainObject _, AccessObject _,
                    RoutineObject _, TriggerObject _, Tuning _ -> Optional.empty();
        };
    }

    /** A table as it was defined, be it a partition. */
    PlannerCatalog.Stored stored(CatalogObject.Table table) {
        return new PlannerCatalog.Stored(
                table.schemaName(),
                table.name(),
                table.id(),
                table.schema(),
                table.primaryKey() == null ? List.of() : table.primaryKey().columns(),
                uniqueKeys(table),
                origins(table.columns()),
                table.checks().stream().map(check -> new PlannerCatalog.Check(
                        check.name(), check.sql(), Boolean.TRUE.equals(check.isNoInherit()))).toList(),
                true,
                true,
                false,
                null);
    }

    /** The rows of the table at the root that are in the partition. */
    private PlannerCatalog.View partition(CatalogObject.Table table) {
        Schema shown = new Schema(table.columns().stream()
                .filter(column -> !column.isDropped())
                .map(column -> new Schema.Field(column.name(), column.type(), column.nullable()))
                .toList());
        PartitionTree tree = new PartitionTree(snapshot);
        CatalogObject.Table root = tree.root(table);
        // Whoever may use the partition need not even be let into the schema of the whole table.
        PlannerCatalog.Pin whole =
                PlannerCatalog.Pin.of(List.of(root.schemaName(), root.name()), stored(root));
        return new PlannerCatalog.View(
                table.schemaName(), table.name(), table.id(), shown, tree.query(table),
                List.of(CatalogSnapshot.PUBLIC), List.of(whole), PlannerCatalog.View.PARTITION, Map.of(), Set.of());
    }

    private Set<String> insteadOf(CatalogObject.View view) {
        return snapshot.triggers(view.id()).stream()
                .filter(trigger -> trigger.timing() == TriggerChange.Timing.INSTEAD_OF)
                .flatMap(trigger -> trigger.events().stream())
                .collect(Collectors.toSet());
    }

    private static PlannerCatalog.Watermark watermark(CatalogObject.Stream stream) {
        if (stream.watermarks().isEmpty()) {
            return null;
        }
        StreamWatermark mark = stream.watermarks().getFirst();
        return new PlannerCatalog.Watermark(
                mark.column(), mark.delayMicros(), stream.refusesLate(),
                mark.partition() == null ? -1 : mark.partition(),
                mark.arrival() == null ? -1 : mark.arrival(),
                mark.idleMicros() == null ? 0 : mark.idleMicros());
    }

    private List<PlannerCatalog.UniqueKey> uniqueKeys(CatalogObject.Table table) {
        List<PlannerCatalog.UniqueKey> keys = new ArrayList<>();
        if (table.primaryKey() != null) {
            keys.add(new PlannerCatalog.UniqueKey(table.primaryKey().name(), table.primaryKey().columns(), null));
        }
        snapshot.uniqueIndexes(table.id())
                .forEach(index -> keys.add(new PlannerCatalog.UniqueKey(
                        index.name(), index.columns(), CatalogSnapshot.isComputed(index) ? index.detail() : null)));
        return keys;
    }

    private static List<PlannerCatalog.ColumnOrigin> origins(List<CatalogObject.Column> columns) {
        return columns.stream().map(PlannedRelations::origin).toList();
    }

    private static PlannerCatalog.ColumnOrigin origin(CatalogObject.Column column) {
        if (column.isDropped()) {
            return new PlannerCatalog.ColumnOrigin(PlannerCatalog.ColumnOrigin.Kind.HIDDEN, null, 0);
        }
        if (column.generatedSql() != null) {
            return new PlannerCatalog.ColumnOrigin(
                    PlannerCatalog.ColumnOrigin.Kind.GENERATED, column.generatedSql(), 0);
        }
        if (column.sequence() == null) {
            return PlannerCatalog.ColumnOrigin.ofDefault(column.defaultSql());
        }
        PlannerCatalog.ColumnOrigin.Kind kind = column.identity() == null
                ? PlannerCatalog.ColumnOrigin.Kind.SEQUENCE
                : column.identity().equals("always")
                        ? PlannerCatalog.ColumnOrigin.Kind.IDENTITY_ALWAYS
                        : PlannerCatalog.ColumnOrigin.Kind.IDENTITY_BY_DEFAULT;
        return new PlannerCatalog.ColumnOrigin(kind, null, column.sequence());
    }

    private static List<PlannerCatalog.ColumnOrigin> noOrigins(int columns) {
        return Collections.nCopies(columns, PlannerCatalog.ColumnOrigin.NONE);
    }
}
