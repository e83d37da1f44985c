package dev.millrace.executor.function;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

import dev.millrace.executor.data.TextForm;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Bytes: digests, encodings, cutting. */
final class BinaryFunctions {

    private BinaryFunctions() {}

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @SqlFunction(name = "md5", description = "The MD5 digest, in hexadecimal.")
    static String md5(Text text) {
        return HexFormat.of().formatHex(digest("MD5", text.toBytes()));
    }

    @SqlFunction(name = "md5", description = "The MD5 digest, in hexadecimal.")
    static String md5(byte[] bytes) {
        return HexFormat.of().formatHex(digest("MD5", bytes));
    }

    @SqlFunction(name = "sha224", description = "The SHA-224 digest.")
    static byte[] sha224(byte[] bytes) {
        return digest("SHA-224", bytes);
    }

    @SqlFunction(name = "sha256", description = "The SHA-256 digest.")
    static byte[] sha256(byte[] bytes) {
        return digest("SHA-256", bytes);
    }

    @SqlFunction(name = "sha384", description = "The SHA-384 digest.")
    static byte[] sha384(byte[] bytes) {
        return digest("SHA-384", bytes);
    }

    @SqlFunction(name = "sha512", description = "The SHA-512 digest.")
    static byte[] sha512(byte[] bytes) {
        return digest("SHA-512", bytes);
    }

    @SqlFunction(name = "length", description = "How many bytes.")
    static int length(byte[] bytes) {
        return bytes.length;
    }

    @SqlFunction(name = "octet_length", description = "How many bytes.")
    static int octetLength(byte[] bytes) {
        return bytes.length;
    }

    @SqlFunction(name = "||", description = "Two byte strings put together.")
    static byte[] concatenate(byte[] left, byte[] right) {
        byte[] bytes = java.util.Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, bytes, left.length, right.length);
        return bytes;
    }

    @SqlFunction(
            name = {"substr", "substring"},
            description = "Bytes from a position to the end.")
    static byte[] substring(byte[] bytes, int from) {
        return java.util.Arrays.copyOfRange(bytes, Math.clamp(from - 1L, 0, bytes.length), bytes.length);
    }

    @SqlFunction(
            name = {"substr", "substring"},
            description = "A number of bytes from a position.")
    static byte[] substring(byte[] bytes, int from, int count) {
        if (count < 0) {
            throw new SqlException(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        int start = Math.clamp(from - 1L, 0, bytes.length);
        return java.util.Arrays.copyOfRange(
                bytes, start, Math.max(start, Math.clamp(from - 1L + count, 0, bytes.length)));
    }

    @SqlFunction(name = "get_byte", description = "The byte at a position, from 0.")
    static int getByte(byte[] bytes, int index) {
        if (index < 0 || index >= bytes.length) {
            throw new SqlException(
                    "2202E", "index " + index + " out of valid range, 0.." + (bytes.length - 1));
        }
        return bytes[index] & 0xFF;
    }

    @SqlFunction(name = "encode", description = "Bytes as text: 'hex', 'base64' or 'escape'.")
    static String encode(byte[] bytes, String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "hex" -> HexFormat.of().formatHex(bytes);
            case "base64" ->
                new String(Base64.getMimeEncoder(76, new byte[] {'\n'}).encode(bytes), UTF_8);
            case "escape" -> escape(bytes);
            default -> throw unknownEncoding(format);
        };
    }

    private static SqlException unknownEncoding(String format) {
        return new SqlException(SqlState.INVALID_PARAMETER_VALUE, "unrecognized encoding: \"" + format + "\"");
    }

    private static String escape(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b == 0 || b < 0) {
                int value = b & 0xFF;
                out.append('\\').append(value >> 6).append(value >> 3 & 7).append(value & 7);
            } else {
                out.append(b == '\\' ? "\\\\" : String.valueOf((char) b));
            }
        }
        return out.toString();
    }

    @SqlFunction(name = "decode", description = "Bytes from their text: 'hex', 'base64' or 'escape'.")
    static byte[] decode(String text, String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "hex" -> TextForm.parseHex(text);
            case "base64" -> decodeBase64(text);
            case "escape" -> TextForm.parseBytea(text.startsWith("\\x") ? "\\" + text : text);
            default -> throw unknownEncoding(format);
        };
    }

    private static byte[] decodeBase64(String text) {
        String compact = text.replaceAll("[ \\t\\r\\n]", "");
        for (int i = 0; i < compact.length(); i++) {
            char c = compact.charAt(i);
            if (!(c < 128 && Character.isLetterOrDigit(c)) && "+/=".indexOf(c) < 0) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "invalid symbol \"" + c + "\" found while decoding base64 sequence");
            }
        }
        try {
            if (compact.length() % 4 != 0) {
                throw new IllegalArgumentException("length");
            }
            return Base64.getDecoder().decode(compact);
        } catch (IllegalArgumentException malformed) {
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "invalid base64 end sequence")
                    .withHint("Input data is missing padding, is truncated, or is otherwise corrupted.");
        }
    }
}
