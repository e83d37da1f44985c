package dev.millrace.executor.function;

import org.junit.jupiter.api.Test;

import dev.millrace.executor.plan.FunctionSignature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FunctionsTest {

    private final Functions functions = Functions.standard();

    @Test
    void everyScalarFunctionCompilesAndIsDescribed() {
        int scalars = 0;
        for (FunctionSignature signature : functions.all()) {
            assertTrue(signature.description().endsWith("."), signature.id());
            boolean isExtreme = signature.name().equals("greatest") || signature.name().equals("least");
            if (signature.kind() == FunctionSignature.Kind.SCALAR && !isExtreme) {
                assertNotNull(functions.definition(signature.id()).loop(), signature.id());
                scalars++;
            }
        }
        assertTrue(scalars > 400, "only " + scalars);
    }

    @Test
    void findsOverloadsByName() {
        assertEquals(2, functions.overloads("count").size());
        assertEquals("count(any)", functions.overloads("count").get(1).id());
        assertTrue(functions.overloads("no such function").isEmpty());
        assertFalse(functions.overloads("+").isEmpty());
    }
}
