package dev.millrace.executor.function;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The character encodings that PostgreSQL converts between, by their names there. */
final class Encodings {

    /** Java's names by PostgreSQL's, in lower case and without marks. */
    private static final Map<String, String> CHARSETS = Map.ofEntries(
            Map.entry("utf8", "UTF-8"), Map.entry("unicode", "UTF-8"),
            Map.entry("latin1", "ISO-8859-1"), Map.entry("iso88591", "ISO-8859-1"),
            Map.entry("latin2", "ISO-8859-2"), Map.entry("iso88592", "ISO-8859-2"),
            Map.entry("latin3", "ISO-8859-3"), Map.entry("iso88593", "ISO-8859-3"),
            Map.entry("latin4", "ISO-8859-4"), Map.entry("iso88594", "ISO-8859-4"),
            Map.entry("latin5", "ISO-8859-9"), Map.entry("iso88599", "ISO-8859-9"),
            Map.entry("latin7", "ISO-8859-13"), Map.entry("iso885913", "ISO-8859-13"),
            Map.entry("latin9", "ISO-8859-15"), Map.entry("iso885915", "ISO-8859-15"),
            Map.entry("iso88595", "ISO-8859-5"), Map.entry("iso88596", "ISO-8859-6"),
            Map.entry("iso88597", "ISO-8859-7"), Map.entry("iso88598", "ISO-8859-8"),
            Map.entry("win1250", "windows-1250"), Map.entry("windows1250", "windows-1250"),
            Map.entry("win1251", "windows-1251"), Map.entry("win", "windows-1251"),
            Map.entry("windows1251", "windows-1251"),
            Map.entry("win1252", "windows-1252"), Map.entry("windows1252", "windows-1252"),
            Map.entry("win1253", "windows-1253"), Map.entry("windows1253", "windows-1253"),
            Map.entry("win1254", "windows-1254"), Map.entry("windows1254", "windows-1254"),
            Map.entry("win1255", "windows-1255"), Map.entry("windows1255", "windows-1255"),
            Map.entry("win1256", "windows-1256"), Map.entry("windows1256", "windows-1256"),
            Map.entry("win1257", "windows-1257"), Map.entry("windows1257", "windows-1257"),
            Map.entry("win1258", "windows-1258"), Map.entry("windows1258", "windows-1258"),
            Map.entry("win866", "IBM866"), Map.entry("alt", "IBM866"),
            Map.entry("win874", "x-windows-874"), Map.entry("windows874", "x-windows-874"),
            Map.entry("koi8r", "KOI8-R"), Map.entry("koi8", "KOI8-R"), Map.entry("koi8u", "KOI8-U"),
            Map.entry("eucjp", "EUC-JP"), Map.entry("euckr", "EUC-KR"), Map.entry("euccn", "GB2312"),
            Map.entry("sjis", "windows-31j"), Map.entry("shiftjis", "windows-31j"),
            Map.entry("big5", "Big5"), Map.entry("gbk", "GBK"), Map.entry("gb18030", "GB18030"),
            Map.entry("uhc", "x-windows-949"), Map.entry("johab", "x-Johab"));

    private Encodings() {}

    private static Charset charset(String encoding, String role) {
        String name = plain(encoding);
        String java = CHARSETS.get(name);
        if (java == null || !Charset.isSupported(java)) {
            if (name.equals("sqlascii")) {
                throw SqlException.unsupported("conversion from or to SQL_ASCII");
            }
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid " + role + " encoding name \"" + encoding + "\"");
        }
        return Charset.forName(java);
    }

    private static String plain(String encoding) {
        return encoding.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static String shown(String encoding) {
        String plain = plain(encoding);
        return plain.equals("unicode") ? "UTF8" : encoding.toUpperCase(Locale.ROOT);
    }

    static byte[] encode(String text, String encoding) {
        CharsetEncoder encoder = charset(encoding, "destination").newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer in = CharBuffer.wrap(text);
        try {
            ByteBuffer out = encoder.encode(in);
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return bytes;
        } catch (CharacterCodingException missing) {
            byte[] character = Character.toString(text.codePointAt(in.position())).getBytes(UTF_8);
            throw new SqlException(
                    "22P05",
                    "character with byte sequence " + hex(character, 0, character.length)
                            + " in encoding \"UTF8\" has no equivalent in encoding \"" + shown(encoding) + "\"");
        }
    }

    static String decode(byte[] bytes, String encoding) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        String text;
        try {
            text = charset(encoding, "source").newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(in)
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw invalid(bytes, in.position(), encoding);
        }
        int zero = text.indexOf(0);
        if (zero >= 0) {
            throw invalid(bytes, text.substring(0, zero).getBytes(charset(encoding, "source")).length, encoding);
        }
        return text;
    }

    private static SqlException invalid(byte[] bytes, int at, String encoding) {
        int lead = bytes[at] & 0xFF;
        int wanted = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        return new SqlException(
                SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                "invalid byte sequence for encoding \"" + shown(encoding) + "\": "
                        + hex(bytes, at, Math.min(bytes.length, at + wanted)));
    }

    private static String hex(byte[] bytes, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            out.append(i == from ? "" : " ").append("0x%02x".formatted(bytes[i]));
        }
        return out.toString();
    }
}
