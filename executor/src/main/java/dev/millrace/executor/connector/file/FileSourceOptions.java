package dev.millrace.executor.connector.file;

import java.util.List;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.SourceSpec;
import dev.millrace.executor.connector.format.Format;

/**
 * The options of a stream that is read from files.
 *
 * @param isFollowing whether files may grow and come later; otherwise the source ends with what is there
 * @param isStartedAtEnd whether what is there at the beginning is passed over
 */
record FileSourceOptions(
        SourceFiles files, Format format, boolean isFollowing, boolean isStartedAtEnd, boolean isFailingOnError) {

    static FileSourceOptions of(SourceSpec spec) {
        ConnectorOptions options = new ConnectorOptions(FileConnector.NAME, spec.options());
        boolean isFollowing = options.flag("file.follow", false);
        FileSourceOptions read = new FileSourceOptions(
                SourceFiles.of(options.required("path"), isFollowing),
                Format.of(options, null),
                isFollowing,
                options.choice("scan.startup.mode", "earliest", List.of("earliest", "latest")).equals("latest"),
                options.choice("on_error", "skip", List.of("skip", "fail")).equals("fail"));
        options.finish();
        return read;
    }
}
