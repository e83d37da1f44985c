package dev.millrace.server.statement;

import dev.millrace.executor.engine.Engine;
import dev.millrace.executor.engine.ObjectDefinition;
import dev.millrace.server.catalog.AttachmentCodec;
import dev.millrace.server.catalog.CatalogObject;

/** What the engine must be asked before an object can be defined. */
final class EngineDoor {

    private EngineDoor() {}

    /** A stream's source, its options checked, and the place where its history begins fixed for ever. */
    static ObjectDefinition.Source source(Engine engine, CatalogObject.Stream stream) {
        ObjectDefinition.Source draft =
                new ObjectDefinition.Source(stream.schema(), stream.connector(), stream.options(), new byte[0]);
        byte[] beginning = engine.sourceBeginning(
                new ObjectDefinition(stream.id(), draft, AttachmentCodec.encode(stream)));
        return new ObjectDefinition.Source(stream.schema(), stream.connector(), stream.options(), beginning);
    }

    /** A sink, its options checked. */
    static ObjectDefinition.Sink checked(Engine engine, CatalogObject.Sink sink, ObjectDefinition.Sink definition) {
        engine.checkSink(new ObjectDefinition(sink.id(), definition, AttachmentCodec.encode(sink)));
        return definition;
    }
}
