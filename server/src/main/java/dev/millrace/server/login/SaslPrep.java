package dev.millrace.server.login;

import java.text.Normalizer;

/**
 * RFC 4013: equal passwords become equal, however they were typed. What it does not allow is taken as it is, as
 * PostgreSQL's clients and servers agree to.
 */
final class SaslPrep {

    private SaslPrep() {}

    static String prepared(String password) {
        if (password.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            return password;
        }
        StringBuilder mapped = new StringBuilder();
        password.codePoints().forEach(c -> {
            if (isSpace(c)) {
                mapped.append(' ');
            } else if (!isMappedToNothing(c)) {
                mapped.appendCodePoint(c);
            }
        });
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        boolean isAllowed = !normal.isEmpty() && normal.codePoints().noneMatch(SaslPrep::isProhibited)
                && isOfOneDirection(normal);
        return isAllowed ? normal : password;
    }

    /** Table C.1.2. */
    private static boolean isSpace(int c) {
        return c == 0xa0 || c == 0x1680 || c >= 0x2000 && c <= 0x200b || c == 0x202f || c == 0x205f || c == 0x3000;
    }

    /** Table B.1. */
    private static boolean isMappedToNothing(int c) {
        return c == 0xad || c == 0x34f || c == 0x1806 || c >= 0x180b && c <= 0x180d || c == 0x200c || c == 0x200d
                || c == 0x2060 || c >= 0xfe00 && c <= 0xfe0f || c == 0xfeff;
    }

    /** Tables C.2 to C.9. */
    private static boolean isProhibited(int c) {
        boolean isControl = Character.getType(c) == Character.CONTROL || c == 0x6dd || c == 0x70f || c == 0x180e
                || c == 0x2028 || c == 0x2029 || c >= 0x2061 && c <= 0x2063 || c >= 0x206a && c <= 0x206f
                || c >= 0xfff9 && c <= 0xfffc || c >= 0x1d173 && c <= 0x1d17a;
        boolean isUnfit = c == 0xfffd || c >= 0x2ff0 && c <= 0x2ffb || c == 0x340 || c == 0x341 || c == 0x200e
                || c == 0x200f || c >= 0x202a && c <= 0x202e || c == 0xe0001 || c >= 0xe0020 && c <= 0xe007f;
        int type = Character.getType(c);
        return isControl || isUnfit || type == Character.PRIVATE_USE || type == Character.SURROGATE
                || (c & 0xfffe) == 0xfffe || c >= 0xfdd0 && c <= 0xfdef;
    }

    /** Text that runs from right to left begins and ends so, and has nothing of the other direction. */
    private static boolean isOfOneDirection(String text) {
        boolean hasRight = text.codePoints().anyMatch(SaslPrep::isRightToLeft);
        boolean hasLeft = text.codePoints()
                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return !hasRight
                || !hasLeft && isRightToLeft(text.codePointAt(0))
                        && isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
