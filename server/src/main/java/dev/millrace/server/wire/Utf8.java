package dev.millrace.server.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Strict decoding of text from clients: wrong bytes are refused, never replaced. */
public final class Utf8 {

    private Utf8() {}

    /** @throws SqlException 22021 */
    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** @throws SqlException 22021 */
    public static String decode(byte[] bytes, int start, int end) {
        if (isAscii(bytes, start, end)) {
            return new String(bytes, start, end - start, UTF_8);
        }
        try {
            String text = UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw noZero();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new SqlException(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\"");
        }
    }

    /** No text of PostgreSQL's holds this character. */
    private static SqlException noZero() {
        return new SqlException(
                SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte sequence for encoding \"UTF8\": 0x00");
    }

    /** Whether the bytes are ASCII without the character 0: text as they stand. */
    public static boolean isPlain(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] <= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] < 0) {
                return false;
            }
            if (bytes[i] == 0) {
                throw noZero();
            }
        }
        return true;
    }
}
