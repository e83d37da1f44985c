package dev.millrace.executor.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The objects as snapshots share them, while nothing changes them.
 *
 * @param indexes by relation
 * @param histories by relation
 */
record ObjectsCopy(
        Map<Long, ObjectDefinition> objects, Map<Long, List<ObjectDefinition>> indexes,
        Map<Long, ObjectDefinition> histories) {

    static ObjectsCopy of(Collection<ObjectDefinition> objects) {
        return new ObjectsCopy(
                objects.stream().collect(Collectors.toUnmodifiableMap(ObjectDefinition::id, Function.identity())),
                objects.stream()
                        .filter(object -> object.body() instanceof ObjectDefinition.Index)
                        .collect(Collectors.groupingBy(
                                index -> ((ObjectDefinition.Index) index.body()).relation())),
                objects.stream()
                        .filter(object -> object.body() instanceof ObjectDefinition.History)
                        .collect(Collectors.toUnmodifiableMap(
                                object -> ((ObjectDefinition.History) object.body()).relation(),
                                Function.identity())));
    }
}
