package dev.millrace.planner.bind;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import dev.millrace.executor.plan.EnumType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.planner.Routine;

/** Which types a routine would be lost without. */
final class RoutineTypes {

    private RoutineTypes() {}

    /** Numbers of the types that the function is made of. */
    static Set<Long> numbers(Routine routine) {
        Set<Long> needed = new HashSet<>();
        Stream.concat(routine.types().stream(), Stream.concat(
                        Stream.ofNullable(routine.result()),
                        routine.row() == null ? Stream.of() : routine.row().fields().stream().map(Schema.Field::type)))
                .forEach(type -> {
                    EnumType known = type.enumType();
                    if (known != null) {
                        needed.add(known.id());
                    }
                    if (type.rowType() != null && type.rowType().isNamed()) {
                        needed.add(type.rowType().relation());
                    }
                });
        return needed;
    }
}
