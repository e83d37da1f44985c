package dev.millrace.executor.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The walk over bytes finds what the tree holds, however the text is spaced. */
class JsonMembersTest {

    private static final String[] TEXTS = {"", "a", "b\"", "é", "\\", "\n", "😀", "{[,:]}", "\u0001"};

    private final Random random = new Random(7);

    @Test
    void membersAreThoseOfTheTree() {
        for (int i = 0; i < 2_000; i++) {
            JsonValue value = value(4);
            check(value, value.text());
            check(value, value.text().replace("\": ", "\" \n:\t ").replace(", \"", " , \""));
        }
    }

    private static void check(JsonValue value, String text) {
        byte[] data = (" " + text + " ").getBytes(UTF_8);
        JsonMembers members = JsonMembers.of(data, 0, data.length);
        assertEquals(value.typeName(), JsonMembers.typeName(data, 0, data.length));
        switch (value) {
            case JsonValue.Array array -> {
                for (JsonValue element : array.elements()) {
                    assertTrue(members.next());
                    assertEquals(element, member(data, members));
                }
                assertFalse(members.next());
            }
            case JsonValue.Fields fields -> {
                for (var field : fields.values().entrySet()) {
                    byte[] key = field.getKey().getBytes(UTF_8);
                    assertTrue(members.next());
                    assertEquals(field.getKey(), members.key());
                    assertTrue(members.hasKey(key, 0, key.length));
                    assertEquals(field.getValue(), member(data, members));
                }
                assertFalse(members.next());
            }
            case JsonValue.Null _, JsonValue.Truth _, JsonValue.Decimal _, JsonValue.Text _ -> assertNull(members);
        }
    }

    private static JsonValue member(byte[] data, JsonMembers at) {
        return JsonReader.read(new String(data, at.start(), at.end() - at.start(), UTF_8));
    }

    private JsonValue value(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> JsonValue.Null.NULL;
            case 1 -> new JsonValue.Truth(random.nextBoolean());
            case 2 -> new JsonValue.Decimal(BigDecimal.valueOf(random.nextInt(2_000) - 1_000, random.nextInt(3)));
            case 3 -> new JsonValue.Text(text());
            case 4 -> {
                List<JsonValue> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(depth - 1));
                }
                yield new JsonValue.Array(elements);
            }
            default -> {
                NavigableMap<String, JsonValue> fields = JsonValue.Fields.map();
                for (int i = random.nextInt(4); i > 0; i--) {
                    fields.put(text(), value(depth - 1));
                }
                yield new JsonValue.Fields(fields);
            }
        };
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)] + (random.nextInt(3) == 0 ? "" : random.nextInt(30));
    }
}
