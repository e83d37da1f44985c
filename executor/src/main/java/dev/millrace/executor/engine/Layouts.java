package dev.millrace.executor.engine;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.relation.RelationLayout;

/** How the rows of each kind of object lie in storage. */
final class Layouts {

    private Layouts() {}

    /** Null for what has no stored rows. */
    static RelationLayout of(ObjectDefinition object) {
        return switch (object.body()) {
            case ObjectDefinition.Table table -> table.key().isEmpty()
                    ? Widening.layout(table.schema(), table.later(), RelationLayout::bag)
                    : Widening.keyed(table.schema(), table.later(), table.key());
            case ObjectDefinition.Stream stream -> RelationLayout.log(stream.schema());
            case ObjectDefinition.View view -> of(view);
            case ObjectDefinition.Index index -> index.isUnique()
                    ? Widening.keyed(index.schema(), index.later(), index.columns())
                    : Widening.layout(index.schema(), index.later(), schema -> of(index, schema));
            case ObjectDefinition.History history -> Widening.layout(
                    Histories.logged(history.schema()), history.later(), RelationLayout::log);
            case ObjectDefinition.Described _, ObjectDefinition.Source _, ObjectDefinition.Sink _ -> null;
        };
    }

    private static RelationLayout of(ObjectDefinition.View view) {
        if (view.onlyGrows()) {
            return RelationLayout.growing(view.schema());
        }
        return view.key().isEmpty()
                ? RelationLayout.bag(view.schema())
                : RelationLayout.keyed(view.schema(), view.key());
    }

    /** The index's columns come first in its keys; where they may repeat, what tells rows apart follows. */
    private static RelationLayout of(ObjectDefinition.Index index, Schema schema) {
        if (index.identity().isEmpty()) {
            return RelationLayout.bag(schema, index.columns());
        }
        List<Integer> key = new ArrayList<>(index.columns());
        index.identity().stream().filter(column -> !key.contains(column)).forEach(key::add);
        return RelationLayout.keyed(schema, key);
    }
}
