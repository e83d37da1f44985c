package dev.millrace.executor.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Places of labels: in order as bytes, whatever comes between them, and however often. */
class EnumTypeTest {

    private static EnumType type(List<String> labels) {
        return new EnumType(1, 2, "public", "mood", EnumType.inOrder(labels));
    }

    private static List<String> texts(EnumType type) {
        return type.labels().stream().map(EnumType.Label::text).toList();
    }

    private static void checkOrder(EnumType type) {
        for (int i = 1; i < type.labels().size(); i++) {
            EnumType.Label before = type.labels().get(i - 1);
            EnumType.Label after = type.labels().get(i);
            assertTrue(Arrays.compareUnsigned(before.value(), after.value()) < 0, before + " before " + after);
        }
    }

    @Test
    void labelsAreInTheOrderGiven() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add("label " + i);
            if (i == 0 || i == 61 || i == 62 || i == 4_999) {
                checkOrder(type(many));
            }
        }
    }

    @Test
    void thereIsAlwaysRoom() {
        for (int position : new int[] {0, 1, 2, 3}) {
            EnumType type = type(List.of("a", "b", "c"));
            for (int i = 0; i < 500; i++) {
                type = type.with(position, "new " + i);
            }
            checkOrder(type);
        }
        Random random = new Random(7);
        EnumType type = type(List.of());
        for (int i = 0; i < 2_000; i++) {
            type = type.with(random.nextInt(type.labels().size() + 1), "label " + i);
        }
        checkOrder(type);
    }

    @Test
    void aNewLabelMovesNoOther() {
        EnumType before = type(List.of("sad", "ok", "happy"));
        EnumType after = before.with(1, "low").with(4, "great");
        assertEquals(List.of("sad", "low", "ok", "happy", "great"), texts(after));
        for (String label : texts(before)) {
            assertArrayEquals(before.value(label), after.value(label));
        }
        assertEquals(before, after);
    }

    @Test
    void whatIsNoLabelIsRefused() {
        SqlException refused = assertThrows(SqlException.class, () -> type(List.of("sad")).value("glad"));
        assertEquals("invalid input value for enum mood: \"glad\"", refused.getMessage());
    }
}
