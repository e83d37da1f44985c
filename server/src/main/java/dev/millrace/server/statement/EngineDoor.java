package dev.millrace.server.statement;

import dev.millrace.executor.engine.Engine;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.server.catalog.CatalogObject;

/** What the engine must be asked before an object can be defined. */
final class EngineDoor {

    private EngineDoor() {}

    /** A stream's source, its options checked, and the place where its history begins fixed for ever. */
    static ObjectDefinition.Source source(Engine engine, CatalogObject.Stream stream) {
        ObjectDefinition.Source draft =
                new ObjectDefinition.Source(stream.schema(), stream.connector(), stream.options(), new byte[0]);
        return new ObjectDefinition.Source(
                stream.schema(), stream.connector(), stream.options(), engine.sourceBeginning(stream.id(), draft));
    }
}
