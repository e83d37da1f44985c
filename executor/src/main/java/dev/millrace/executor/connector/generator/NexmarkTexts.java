package dev.millrace.executor.connector.generator;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The texts that all events of a Nexmark stream share, drawn from its seed: filling, channels, addresses. */
final class NexmarkTexts {

    static final int FILLING_BYTES = 1 << 20;
    static final int CHANNELS = 10_000;

    static final byte[][] HOT_CHANNELS = ascii("Google", "Facebook", "Baidu", "Apple");
    static final byte[][] STATES = ascii("AZ", "CA", "ID", "OR", "WA", "WY");
    static final byte[][] CITIES = ascii(
            "Tucson", "Oakland", "San Diego", "Boise", "Salem", "Eugene", "Tacoma", "Spokane", "Everett", "Laramie");
    static final byte[][] FIRST_NAMES = ascii(
            "Ada", "Bela", "Cora", "Dana", "Emil", "Fern", "Gus", "Hana", "Ivo", "Jana", "Karl");
    static final byte[][] LAST_NAMES = ascii(
            "Adler", "Brandt", "Castro", "Dvorak", "Eriksen", "Fuchs", "Garcia", "Haas", "Ito");

    /** Random letters, of which {@code extra} fields are slices. */
    final byte[] filling = new byte[FILLING_BYTES];
    final byte[][] hotUrls = new byte[HOT_CHANNELS.length][];
    final byte[][] channels = new byte[CHANNELS][];
    final byte[][] urls = new byte[CHANNELS][];

    NexmarkTexts(long seed) {
        SeededRandom random = new SeededRandom();
        random.start(SeededRandom.mix(seed));
        for (int i = 0; i < FILLING_BYTES; i++) {
            filling[i] = (byte) ('a' + random.below(26));
        }
        for (int i = 0; i < hotUrls.length; i++) {
            hotUrls[i] = url(random).getBytes(US_ASCII);
        }
        for (int i = 0; i < CHANNELS; i++) {
            channels[i] = ("channel-" + i).getBytes(US_ASCII);
            String url = url(random);
            if (random.below(10) > 0) {
                url += "&channel_id=" + (Integer.reverse(i) & Integer.MAX_VALUE);
            }
            urls[i] = url.getBytes(US_ASCII);
        }
    }

    private static String url(SeededRandom random) {
        byte[] path = new byte[64];
        int end = word(random, 5, '_', path, 0);
        path[end++] = '/';
        end = word(random, 5, '_', path, end);
        path[end++] = '/';
        end = word(random, 5, '_', path, end);
        return "https://www.nexmark.com/" + new String(path, 0, end, US_ASCII) + "/item.htm?query=1";
    }

    /**
     * Writes a word of 3 to {@code limit - 1} letters, some of the inner ones replaced.
     *
     * @return the end of the word in {@code target}
     */
    static int word(SeededRandom random, int limit, char replacement, byte[] target, int start) {
        int end = start + 3 + random.below(limit - 3);
        for (int i = start; i < end; i++) {
            boolean isInner = i > start && i < end - 1;
            boolean isReplaced = isInner && random.below(13) == 0;
            target[i] = (byte) (isReplaced ? replacement : 'a' + random.below(26));
        }
        return end;
    }

    private static byte[][] ascii(String... texts) {
        byte[][] all = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            all[i] = texts[i].getBytes(US_ASCII);
        }
        return all;
    }
}
