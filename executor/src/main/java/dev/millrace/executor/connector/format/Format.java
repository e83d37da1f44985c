package dev.millrace.executor.connector.format;

import java.util.List;

import dev.millrace.executor.connector.ConnectorOptions;
import dev.millrace.executor.connector.SourceSpec;

/** How records are written, as the option {@code format} and those that belong to it say. */
public sealed interface Format permits JsonFormat, CsvFormat {

    /**
     * Reads the options of a format.
     *
     * @param whenAbsent the format when the option is not given; null when it must be
     */
    static Format of(ConnectorOptions options, String whenAbsent) {
        List<String> names = List.of("json", "csv");
        String name = whenAbsent == null ? options.required("format") : options.text("format", whenAbsent);
        options.choice("format", whenAbsent, names);
        return name.equals("json") ? JsonFormat.of(options) : CsvFormat.of(options);
    }

    /** A decoder for records that stand alone, with nothing said about their columns. */
    RecordDecoder decoder(SourceSpec spec);

    /** Whether files of the format begin with a record that names the columns. */
    boolean hasHeader();

    /** A decoder for records of a file whose first record is this. Only when {@link #hasHeader}. */
    RecordDecoder decoder(SourceSpec spec, byte[] header);

    /**
     * Where a record of a text ends: after its line end.
     *
     * @return the place after the line end, or -1 when there is none before {@code end}
     */
    int recordEnd(byte[] data, int start, int end);
}
