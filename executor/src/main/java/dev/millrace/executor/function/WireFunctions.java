package dev.millrace.executor.function;

import java.nio.ByteBuffer;

import static dev.millrace.executor.plan.SqlType.Kind.CHAR;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;
import static dev.millrace.executor.plan.SqlType.Kind.UUID;
import static dev.millrace.executor.plan.SqlType.Kind.VARCHAR;

/** Values in the binary form that clients are sent, as bytes. */
final class WireFunctions {

    private WireFunctions() {}

    @SqlFunction(name = "float4send", description = "The binary form.", example = "float4send(1) = '\\x3f800000'")
    static byte[] sent(float value) {
        return ByteBuffer.allocate(4).putFloat(value).array();
    }

    @SqlFunction(name = "float8send", description = "The binary form.",
            example = "float8send(1) = '\\x3ff0000000000000'")
    static byte[] sent(double value) {
        return ByteBuffer.allocate(8).putDouble(value).array();
    }

    @SqlFunction(name = "int2send", description = "The binary form.")
    static byte[] sent(short value) {
        return ByteBuffer.allocate(2).putShort(value).array();
    }

    @SqlFunction(name = "int4send", description = "The binary form.", example = "int4send(258) = '\\x00000102'")
    static byte[] sent(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    @SqlFunction(name = "int8send", description = "The binary form.")
    static byte[] sent(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    @SqlFunction(name = {"textsend", "varcharsend", "bpcharsend"}, description = "The binary form.",
            kinds = {TEXT, VARCHAR, CHAR}, example = "textsend('ab') = '\\x6162'")
    static byte[] sentText(@Each byte[] value) {
        return value;
    }

    @SqlFunction(name = "uuid_send", description = "The binary form.", kinds = UUID)
    static byte[] sentUuid(@Each byte[] value) {
        return value;
    }
}
