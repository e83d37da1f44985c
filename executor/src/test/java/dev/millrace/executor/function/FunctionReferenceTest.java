package dev.millrace.executor.function;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** {@code docs/sql/functions.md} says what there is; with {@code -Dmillrace.functions=write} it is written anew. */
class FunctionReferenceTest {

    @Test
    void thePageIsCurrent() throws IOException {
        Path page = Path.of("..", "docs", "sql", "functions.md");
        String actual = FunctionReference.markdown();
        if ("write".equals(System.getProperty("millrace.functions"))) {
            Files.writeString(page, actual);
            return;
        }
        assertEquals(
                actual, Files.readString(page), "docs/sql/functions.md; -Dmillrace.functions=write writes it anew");
    }
}
