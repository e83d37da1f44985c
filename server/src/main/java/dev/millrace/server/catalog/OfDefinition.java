package dev.millrace.server.catalog;

import dev.millrace.executor.plan.Named;

/** An object whose definition the planner knows as it is, with its number and name. */
public sealed interface OfDefinition extends CatalogObject permits NamedType, RoutineObject {

    Named definition();

    @Override
    default long id() {
        return definition().id();
    }

    @Override
    default String schemaName() {
        return definition().schemaName();
    }

    @Override
    default String name() {
        return definition().name();
    }
}
