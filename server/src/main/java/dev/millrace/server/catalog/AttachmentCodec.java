package dev.millrace.server.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** {@link CatalogObject}s as JSON: readable in a dump, and open to new fields. */
public final class AttachmentCodec {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private AttachmentCodec() {}

    public static byte[] encode(CatalogObject object) {
        try {
            return MAPPER.writerFor(CatalogObject.class).writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + object, e);
        }
    }

    public static CatalogObject decode(byte[] attachment) {
        try {
            return MAPPER.readValue(attachment, CatalogObject.class);
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable catalog entry", e);
        }
    }
}
