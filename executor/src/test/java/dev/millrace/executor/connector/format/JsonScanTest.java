package dev.millrace.executor.connector.format;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The scan by words finds what one by bytes finds. */
class JsonScanTest {

    private final Random random = new Random(3);

    @Test
    void theClosingQuoteIsFoundWhereverItStands() {
        byte[] near = {'"', '\\', ' ', '!', '#', 0x1F, 0, 0x7F, (byte) 0x80, (byte) 0xA2, (byte) 0xDC, (byte) 0xFF};
        for (int round = 0; round < 200_000; round++) {
            byte[] data = new byte[random.nextInt(40)];
            for (int i = 0; i < data.length; i++) {
                boolean isNear = random.nextInt(6) == 0;
                data[i] = isNear ? near[random.nextInt(near.length)] : (byte) ('a' + random.nextInt(26));
            }
            int from = random.nextInt(data.length + 1);
            JsonScan scan = new JsonScan();
            scan.startRecord();
            int found = scan.closingQuote(data, from, data.length);
            assertEquals(plain(data, from), found);
            for (int i = from; i < found; i++) {
                assertEquals(true, data[i] >= 0 || !scan.sawOnlyAscii());
            }
        }
    }

    private static int plain(byte[] data, int from) {
        for (int at = from; at < data.length; at++) {
            if (data[at] == '"') {
                return at;
            }
            if (data[at] == '\\' || data[at] >= 0 && data[at] < 0x20) {
                return JsonScan.SURPRISE;
            }
        }
        return JsonScan.SURPRISE;
    }
}
