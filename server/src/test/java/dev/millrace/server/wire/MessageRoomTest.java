package dev.millrace.server.wire;

import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Long messages that find room, and those that do not. */
final class MessageRoomTest {

    private static final int LONG_BYTES = 3 << 20;

    private static FrontendDecoder decoder(MessageRoom.Share share) {
        FrontendDecoder decoder = new FrontendDecoder(1 << 30, share);
        byte[] parameters = "user\0a\0\0".getBytes(UTF_8);
        assertInstanceOf(FrontendMessage.Startup.class, decoder.decode(Unpooled.buffer()
                .writeInt(8 + parameters.length).writeInt(196_608).writeBytes(parameters)));
        decoder.authenticated();
        return decoder;
    }

    private static ByteBuf query(int length) {
        return Unpooled.buffer().writeByte('Q').writeInt(length).writeBytes("x".repeat(length - 5).getBytes(UTF_8))
                .writeByte(0);
    }

    @Test
    void countsUntilItWasAnswered() {
        MessageRoom room = new MessageRoom(7 << 20);
        MessageRoom.Share share = room.share();
        FrontendMessage message = decoder(share).decode(query(LONG_BYTES));
        assertEquals(LONG_BYTES - 5, assertInstanceOf(FrontendMessage.Query.class, message).sql().length());
        assertEquals(1 << 20, room.leftBytes());
        share.handled(new FrontendMessage.Sync());
        assertEquals(1 << 20, room.leftBytes());
        share.handled(message);
        assertEquals(7 << 20, room.leftBytes());
    }

    @Test
    void isReadPastWhereThereIsNoRoom() {
        MessageRoom room = new MessageRoom(7 << 20);
        MessageRoom.Share other = room.share();
        decoder(other).decode(query(LONG_BYTES).slice(0, 100));
        FrontendDecoder decoder = decoder(room.share());
        ByteBuf in = query(LONG_BYTES);
        assertNull(decoder.decode(in.readSlice(LONG_BYTES / 2)));
        FrontendMessage refused = decoder.decode(in);
        assertEquals("53200", assertInstanceOf(FrontendMessage.Unreadable.class, refused).fault().sqlState());
        assertInstanceOf(FrontendMessage.Query.class, decoder.decode(query(1 << 10)));
        other.close();
        assertEquals(7 << 20, room.leftBytes());
        assertInstanceOf(FrontendMessage.Query.class, decoder.decode(query(LONG_BYTES)));
    }
}
