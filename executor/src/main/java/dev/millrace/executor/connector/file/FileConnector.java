package dev.millrace.executor.connector.file;

import dev.millrace.executor.connector.Connector;
import dev.millrace.executor.connector.Source;
import dev.millrace.executor.connector.SourceSpec;

/** {@code connector = 'file'}. */
public final class FileConnector implements Connector {

    static final String NAME = "file";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void checkSource(SourceSpec spec) {
        FileSourceOptions options = FileSourceOptions.of(spec);
        options.files().check();
        try (FileSource source = new FileSource(spec, options)) {
            source.checkHeaders();
        }
    }

    @Override
    public Source openSource(SourceSpec spec) {
        return new FileSource(spec, FileSourceOptions.of(spec));
    }
}
