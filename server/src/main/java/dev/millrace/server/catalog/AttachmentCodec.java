package dev.millrace.server.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * {@link CatalogObject}s as JSON: readable in a dump, and open to new fields. In front stands the number of the
 * database in which the object lies, as {@code #5 }, so that the other databases need not read it.
 */
public final class AttachmentCodec {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final char MARK = '#';

    /** What {@link #databaseOf} says of an object that was written when there was one database. */
    static final long UNSAID = -1;

    private AttachmentCodec() {}

    /** An object of a catalog's database, or of what all have in common. */
    public static byte[] encode(CatalogObject object, CatalogSnapshot catalog) {
        return encode(object, catalog.databaseOf(object));
    }

    /** @param database in which it lies; {@link DatabaseObject#SHARED} for what all have in common */
    public static byte[] encode(CatalogObject object, long database) {
        try {
            String json = MAPPER.writerFor(CatalogObject.class).writeValueAsString(object);
            return (MARK + Long.toString(database) + ' ' + json).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + object, e);
        }
    }

    public static CatalogObject decode(byte[] attachment) {
        int begin = begin(attachment);
        try {
            return MAPPER.readValue(attachment, begin, attachment.length - begin, CatalogObject.class);
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable catalog entry", e);
        }
    }

    static long databaseOf(byte[] attachment) {
        int begin = begin(attachment);
        return begin == 0
                ? UNSAID
                : Long.parseLong(new String(attachment, 1, begin - 2, StandardCharsets.US_ASCII));
    }

    /** Where the JSON begins. */
    private static int begin(byte[] attachment) {
        if (attachment[0] != MARK) {
            return 0;
        }
        int at = 1;
        while (attachment[at] != ' ') {
            at++;
        }
        return at + 1;
    }
}
