package dev.millrace.server.wire;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Messages by their bytes, and bytes that are no messages. */
final class GoldenBytesTest {

    private static final String STARTUP = "00000023" + "00030000"
            + hex("user") + "00" + hex("millrace") + "00" + hex("database") + "00" + hex("db") + "00" + "00";

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(US_ASCII));
    }

    private static String encoded(BackendMessage message) {
        ByteBuf out = Unpooled.buffer();
        BackendEncoder.encode(message, out);
        return ByteBufUtil.hexDump(out);
    }

    private static FrontendDecoder started() {
        FrontendDecoder decoder = decoder(1 << 20);
        decoder.authenticated();
        decoder.decode(Unpooled.wrappedBuffer(HexFormat.of().parseHex(STARTUP)));
        return decoder;
    }

    private static FrontendMessage decoded(String hex) {
        return started().decode(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    private static FrontendDecoder decoder(int messageBytesMax) {
        return new FrontendDecoder(messageBytesMax, new MessageRoom(0).share());
    }

    @Test
    void repliesAreWrittenAsPostgresWritesThem() {
        assertEquals("5200000008" + "00000000", encoded(new BackendMessage.AuthenticationOk()));
        assertEquals("5a0000000554", encoded(new BackendMessage.ReadyForQuery('T')));
        assertEquals("4b0000000c" + "00000007" + "ffffffff", encoded(new BackendMessage.BackendKeyData(7, -1)));
        assertEquals("430000000d" + hex("SELECT 1") + "00", encoded(new BackendMessage.CommandComplete("SELECT 1")));
        assertEquals("310000000432000000043300000004", encoded(new BackendMessage.ParseComplete())
                + encoded(new BackendMessage.BindComplete()) + encoded(new BackendMessage.CloseComplete()));
        assertEquals("6e0000000473000000044900000004", encoded(new BackendMessage.NoData())
                + encoded(new BackendMessage.PortalSuspended()) + encoded(new BackendMessage.EmptyQueryResponse()));
        assertEquals("740000000e" + "0002" + "00000017" + "00000019",
                encoded(new BackendMessage.ParameterDescription(List.of(23, 25))));
        assertEquals("530000000a" + hex("TZ") + "00" + hex("UT") + "00",
                encoded(new BackendMessage.ParameterStatus("TZ", "UT")));
        assertEquals("7600000013" + "00030000" + "00000001" + hex("_pq_.x") + "00",
                encoded(new BackendMessage.NegotiateProtocolVersion(3 << 16, List.of("_pq_.x"))));
        assertEquals("4700000009" + "00" + "0001" + "0000", encoded(new BackendMessage.CopyInResponse(Format.TEXT, 1)));
    }

    @Test
    void aRowDescriptionTellsTableTypeAndModifier() {
        WireColumn column = new WireColumn("n", SqlType.numeric(10, 2), 16_384, 3);
        assertEquals(
                "540000001a" + "0001" + hex("n") + "00" + "00004000" + "0003"
                        + "000006a4" + "ffff" + "000a0006" + "0001",
                encoded(new BackendMessage.RowDescription(List.of(column), List.of(Format.BINARY))));
    }

    @Test
    void anErrorSendsOnlyWhatThereIs() {
        SqlException fault = new SqlException("42601", "no", null, "Try.", 3);
        assertEquals(
                "4500000037" + hex("SERROR") + "00" + hex("VERROR") + "00" + hex("C42601") + "00" + hex("Mno") + "00"
                        + hex("HTry.") + "00" + hex("P3") + "00" + hex("Rexec_statement") + "00" + "00",
                encoded(new BackendMessage.ErrorResponse(ServerMessage.error(fault))));
    }

    @Test
    void aStartupPacketGivesItsParameters() {
        FrontendMessage message =
                decoder(100).decode(Unpooled.wrappedBuffer(HexFormat.of().parseHex(STARTUP)));
        assertEquals(new FrontendMessage.Startup(3, 0, Map.of("user", "millrace", "database", "db")), message);
    }

    @Test
    void requestsAreReadAsClientsSendThem() {
        assertEquals(new FrontendMessage.Query("SELECT 1"), decoded("510000000d" + hex("SELECT 1") + "00"));
        assertEquals(
                new FrontendMessage.Parse("s", "x", List.of(23)),
                decoded("500000000e" + hex("s") + "00" + hex("x") + "00" + "0001" + "00000017"));
        assertEquals(new FrontendMessage.Execute("p", 7), decoded("450000000a" + hex("p") + "00" + "00000007"));
        assertEquals(
                new FrontendMessage.Describe(FrontendMessage.Target.PORTAL, ""), decoded("4400000006" + "50" + "00"));
        assertEquals(new FrontendMessage.Sync(), decoded("5300000004"));
        FrontendMessage.Bind bind = assertInstanceOf(
                FrontendMessage.Bind.class,
                decoded("420000001a" + "00" + "00" + "0001" + "0001" + "0002" + "00000002" + "0102" + "ffffffff"
                        + "0001" + "0000"));
        assertArrayEquals(new byte[] {1, 2}, bind.values()[0]);
        assertNull(bind.values()[1]);
        assertArrayEquals(new short[] {1}, bind.parameterFormats());
    }

    @Test
    void aMessageInPiecesWaits() {
        FrontendDecoder decoder = started();
        ByteBuf in = Unpooled.buffer();
        byte[] whole = HexFormat.of().parseHex("510000000d" + hex("SELECT 1") + "00");
        for (int i = 0; i < whole.length - 1; i++) {
            in.writeByte(whole[i]);
            assertNull(decoder.decode(in));
        }
        in.writeByte(whole[whole.length - 1]);
        assertEquals(new FrontendMessage.Query("SELECT 1"), decoder.decode(in));
    }

    @Test
    void nonsenseIsNamedAndEndsTheStream() {
        assertInstanceOf(FrontendMessage.Malformed.class, decoded("5100000003"));
        assertInstanceOf(FrontendMessage.Malformed.class, decoded("517fffffff"));
        assertInstanceOf(FrontendMessage.Malformed.class, decoded("0100000004"));
        assertInstanceOf(FrontendMessage.Malformed.class, decoded("5100000006" + "4142"));
        assertInstanceOf(FrontendMessage.Malformed.class, decoded("5300000005" + "00"));
        assertInstanceOf(FrontendMessage.Malformed.class, decoded("420000000c" + "0000" + "0000" + "ffff" + "0000"));
        assertInstanceOf(FrontendMessage.Unreadable.class, decoded("5100000006" + "ff" + "00"));
        FrontendDecoder unknown = decoder(1 << 20);
        assertInstanceOf(
                FrontendMessage.Malformed.class,
                unknown.decode(Unpooled.wrappedBuffer(new byte[] {0x10, 0, 0, 0, 0, 0, 0, 0})));
    }

    /** Whatever comes, the decoder answers with messages or waits; it never throws. */
    @Test
    void anyBytesAreMessagesOrMalformed() {
        Random random = new Random(7);
        byte[] types = "QPBDECSHdcfpXF".getBytes(US_ASCII);
        for (int round = 0; round < 20_000; round++) {
            FrontendDecoder decoder = round % 5 == 0 ? decoder(1000) : started();
            ByteBuf in = Unpooled.buffer();
            for (int message = 0; message < 3; message++) {
                int length = random.nextInt(40);
                in.writeByte(types[random.nextInt(types.length)]);
                in.writeInt(random.nextInt(10) == 0 ? random.nextInt() : length + 4);
                byte[] body = new byte[length];
                random.nextBytes(body);
                in.writeBytes(body);
            }
            while (decoder.decode(in) != null) {
                // only that it ends
            }
        }
    }
}
