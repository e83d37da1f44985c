package dev.millrace.server.catalog;

import java.util.Set;

import dev.millrace.planner.Routine;

/** A function made by CREATE FUNCTION. Several may have one name, and a relation may have it too. */
public record RoutineObject(Routine definition, Set<Long> dependencies) implements OfDefinition {

    @Override
    public String kindName() {
        return definition.kind();
    }

    @Override
    public RoutineObject named(String otherSchema, String otherName) {
        return new RoutineObject(definition.as(definition.id(), otherSchema, otherName), dependencies);
    }
}
