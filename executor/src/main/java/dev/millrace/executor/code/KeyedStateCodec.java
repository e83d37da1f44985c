package dev.millrace.executor.code;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A key's state as bytes: version, time, timers, slots with their cells in order. */
final class KeyedStateCodec {

    private static final int VERSION = 1;

    private KeyedStateCodec() {}

    static byte[] encode(KeyedState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(state.time);
            out.writeInt(state.alarms.size());
            for (KeyedState.Alarm alarm : state.alarms) {
                out.writeLong(alarm.micros());
                out.writeByte(alarm.kind());
            }
            out.writeInt(state.slots.size());
            for (Map.Entry<String, KeyedState.Slot> slot : state.slots.entrySet()) {
                value(slot.getKey(), out);
                out.writeLong(slot.getValue().next);
                out.writeInt(slot.getValue().cells.size());
                for (Map.Entry<Object, KeyedState.Cell> cell : slot.getValue().cells.entrySet()) {
                    value(cell.getKey(), out);
                    value(cell.getValue().value(), out);
                    out.writeLong(cell.getValue().expires());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static KeyedState decode(byte[] bytes) {
        KeyedState state = new KeyedState();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalStateException("state of a processor in an unknown form");
            }
            state.time = in.readLong();
            for (int left = in.readInt(); left > 0; left--) {
                state.alarms.add(new KeyedState.Alarm(in.readLong(), in.readByte()));
            }
            for (int left = in.readInt(); left > 0; left--) {
                KeyedState.Slot slot = new KeyedState.Slot();
                state.slots.put((String) value(in), slot);
                slot.next = in.readLong();
                for (int cells = in.readInt(); cells > 0; cells--) {
                    Object key = value(in);
                    slot.cells.put(key, new KeyedState.Cell(value(in), in.readLong()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return state;
    }

    /** @throws IllegalArgumentException for an object of any other class */
    static void check(Object value) {
        boolean isKnown = value instanceof Boolean || value instanceof Short || value instanceof Integer
                || value instanceof Long || value instanceof Float || value instanceof Double
                || value instanceof BigDecimal || value instanceof String || value instanceof byte[]
                || value instanceof LocalDate || value instanceof LocalDateTime || value instanceof Instant;
        if (value instanceof List<?> list) {
            list.forEach(KeyedStateCodec::check);
        } else if (!isKnown) {
            throw new IllegalArgumentException("state cannot hold a " + value.getClass().getName());
        }
    }

    private static void value(Object value, DataOutputStream out) throws IOException {
        switch (value) {
            case null -> out.writeByte(0);
            case Boolean bool -> {
                out.writeByte(1);
                out.writeBoolean(bool);
            }
            case Short number -> {
                out.writeByte(2);
                out.writeShort(number);
            }
            case Integer number -> {
                out.writeByte(3);
                out.writeInt(number);
            }
            case Long number -> {
                out.writeByte(4);
                out.writeLong(number);
            }
            case Float number -> {
                out.writeByte(5);
                out.writeFloat(number);
            }
            case Double number -> {
                out.writeByte(6);
                out.writeDouble(number);
            }
            case BigDecimal number -> {
                out.writeByte(7);
                out.writeInt(number.scale());
                bytes(number.unscaledValue().toByteArray(), out);
            }
            case String text -> {
                out.writeByte(8);
                bytes(text.getBytes(UTF_8), out);
            }
            case byte[] some -> {
                out.writeByte(9);
                bytes(some, out);
            }
            case LocalDate date -> {
                out.writeByte(10);
                out.writeLong(date.toEpochDay());
            }
            case LocalDateTime moment -> {
                out.writeByte(11);
                moment(moment.toInstant(ZoneOffset.UTC), out);
            }
            case Instant moment -> {
                out.writeByte(12);
                moment(moment, out);
            }
            case List<?> list -> {
                out.writeByte(13);
                out.writeInt(list.size());
                for (Object element : list) {
                    value(element, out);
                }
            }
            default -> throw new IllegalArgumentException("state cannot hold a " + value.getClass().getName());
        }
    }

    private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void moment(Instant moment, DataOutputStream out) throws IOException {
        out.writeLong(moment.getEpochSecond());
        out.writeInt(moment.getNano());
    }

    private static Object value(DataInputStream in) throws IOException {
        int tag = in.readByte();
        return switch (tag) {
            case 0 -> null;
            case 1 -> in.readBoolean();
            case 2 -> in.readShort();
            case 3 -> in.readInt();
            case 4 -> in.readLong();
            case 5 -> in.readFloat();
            case 6 -> in.readDouble();
            case 7 -> {
                int scale = in.readInt();
                yield new BigDecimal(new BigInteger(bytes(in)), scale);
            }
            case 8 -> new String(bytes(in), UTF_8);
            case 9 -> bytes(in);
            case 10 -> LocalDate.ofEpochDay(in.readLong());
            case 11 -> LocalDateTime.ofInstant(moment(in), ZoneOffset.UTC);
            case 12 -> moment(in);
            case 13 -> {
                List<Object> list = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(value(in));
                }
                yield list;
            }
            default -> throw new IllegalStateException("state of a processor holds a value of unknown kind " + tag);
        };
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    private static Instant moment(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }
}
