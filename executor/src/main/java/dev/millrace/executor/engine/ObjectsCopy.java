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
 */
record ObjectsCopy(Map<Long, ObjectDefinition> objects, Map<Long, List<ObjectDefinition>> indexes) {

    static ObjectsCopy of(Collection<ObjectDefinition> objects) {
        return new ObjectsCopy(
                objects.stream().collect(Collectors.toUnmodifiableMap(ObjectDefinition::id, Function.identity())),
                objects.stream()
                        .filter(object -> object.body() instanceof ObjectDefinition.Index)
                        .collect(Collectors.groupingBy(
                                index -> ((ObjectDefinition.Index) index.body()).relation())));
    }
}
