package dev.millrace.executor.engine;

import java.nio.file.Path;

/** What tests of views on simulated disks share. */
final class Lives {

    static final Path LOG = Path.of("/log");

    private Lives() {}

    /** The same view, kept at another pace. */
    static ObjectDefinition withFreshness(ObjectDefinition object, Freshness freshness, boolean suspends) {
        ObjectDefinition.View view = (ObjectDefinition.View) object.body();
        return new ObjectDefinition(object.id(), view.with(freshness, suspends), object.attachment());
    }
}
