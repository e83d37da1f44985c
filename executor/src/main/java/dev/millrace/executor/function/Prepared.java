package dev.millrace.executor.function;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;

import dev.millrace.executor.data.BytesColumn;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One call site's slot for an argument that is compiled from text (a pattern): compiles again only when the text
 * changes.
 */
public final class Prepared {

    private final MethodHandle compile;
    private byte[] source;
    private Object compiled;

    Prepared(MethodHandle compile) {
        this.compile = compile;
    }

    Object get(BytesColumn column, int row) {
        int start = column.start(row);
        int end = column.end(row);
        if (source == null || !Arrays.equals(source, 0, source.length, column.data(), start, end)) {
            byte[] bytes = column.bytes(row);
            compiled = compile(new String(bytes, UTF_8));
            source = bytes;
        }
        return compiled;
    }

    private Object compile(String text) {
        try {
            return compile.invoke(text);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable checked) {
            throw new IllegalStateException(checked);
        }
    }
}
