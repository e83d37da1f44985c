package dev.millrace.executor.plan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Turns trees of records into bytes and back, without a line of code for each record: name, then components in order.
 * Only the record and enum types given at construction are accepted, so that bytes can never name another class.
 *
 * <p>Components may be records, enums, String, Integer, Long, Double, Boolean, byte[], List, Map with String keys, and
 * null. A {@link Shared} record that is met again is written once and come back as one object, so that a DAG stays
 * a DAG. Adding a component at the end of a record is a new format version of the whole.
 */
public final class RecordCodec {

    /** A record that is an object of its own: written once, referred to afterwards. */
    public interface Shared {}

    private static final int NULL = 0;
    private static final int RECORD = 1;
    private static final int REFERENCE = 2;
    private static final int ENUM = 3;
    private static final int STRING = 4;
    private static final int INTEGER = 5;
    private static final int LONG = 6;
    private static final int DOUBLE = 7;
    private static final int TRUE = 8;
    private static final int FALSE = 9;
    private static final int LIST = 10;
    private static final int MAP = 11;
    private static final int BYTES = 12;

    private final int version;
    private final Map<String, Class<?>> types = new HashMap<>();
    private final Map<Class<?>, Shape> shapes = new HashMap<>();

    /** Constructor and accessors of one record type, looked up once. */
    private record Shape(Constructor<?> constructor, RecordComponent[] components) {}

    /**
     * @param version written in front and demanded on reading
     * @param types records, enums, and sealed interfaces (which stand for all their permitted records)
     */
    public RecordCodec(int version, Class<?>... types) {
        this.version = version;
        for (Class<?> type : types) {
            register(type);
        }
    }

    private void register(Class<?> type) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                register(permitted);
            }
            return;
        }
        Class<?> other = types.put(nameOf(type), type);
        if (other != null && other != type) {
            throw new IllegalArgumentException("two types are named " + nameOf(type));
        }
        if (type.isRecord()) {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] parameters = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                parameters[i] = components[i].getType();
            }
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(parameters);
                constructor.setAccessible(true);
                for (RecordComponent component : components) {
                    component.getAccessor().setAccessible(true);
                }
                shapes.put(type, new Shape(constructor, components));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** {@code Plan.Join} for a nested type: unique enough, and independent of the package. */
    private static String nameOf(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return outer == null ? type.getSimpleName() : nameOf(outer) + "." + type.getSimpleName();
    }

    public byte[] encode(Object root) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(version);
            write(out, root, new IdentityHashMap<>());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(DataOutputStream out, Object value, Map<Object, Integer> written) throws IOException {
        switch (value) {
            case null -> out.writeByte(NULL);
            case Record record -> writeRecord(out, record, written);
            case Enum<?> constant -> {
                out.writeByte(ENUM);
                out.writeUTF(nameOf(known(constant.getDeclaringClass())));
                out.writeUTF(constant.name());
            }
            case String text -> {
                out.writeByte(STRING);
                byte[] utf8 = text.getBytes(UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
            case Integer number -> {
                out.writeByte(INTEGER);
                out.writeInt(number);
            }
            case Long number -> {
                out.writeByte(LONG);
                out.writeLong(number);
            }
            case Double number -> {
                out.writeByte(DOUBLE);
                out.writeDouble(number);
            }
            case Boolean truth -> out.writeByte(truth ? TRUE : FALSE);
            case byte[] bytes -> {
                out.writeByte(BYTES);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
            case List<?> list -> {
                out.writeByte(LIST);
                out.writeInt(list.size());
                for (Object element : list) {
                    write(out, element, written);
                }
            }
            case Map<?, ?> map -> {
                out.writeByte(MAP);
                out.writeInt(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    write(out, entry.getKey(), written);
                    write(out, entry.getValue(), written);
                }
            }
            default -> throw new IllegalArgumentException("cannot encode a " + value.getClass().getName());
        }
    }

    private void writeRecord(DataOutputStream out, Record record, Map<Object, Integer> written) throws IOException {
        if (record instanceof Shared) {
            Integer earlier = written.get(record);
            if (earlier != null) {
                out.writeByte(REFERENCE);
                out.writeInt(earlier);
                return;
            }
        }
        Shape shape = shapes.get(known(record.getClass()));
        out.writeByte(RECORD);
        out.writeUTF(nameOf(record.getClass()));
        try {
            for (RecordComponent component : shape.components) {
                write(out, component.getAccessor().invoke(record), written);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        if (record instanceof Shared) {
            written.put(record, written.size());
        }
    }

    private Class<?> known(Class<?> type) {
        if (types.get(nameOf(type)) != type) {
            throw new IllegalArgumentException("not a type of this codec: " + type.getName());
        }
        return type;
    }

    /** @throws IllegalArgumentException when the bytes are of another version or malformed */
    public Object decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int found = in.readUnsignedByte();
            if (found != version) {
                throw new IllegalArgumentException("format version " + found + ", expected " + version);
            }
            return read(in, new ArrayList<>());
        } catch (IOException e) {
            throw new IllegalArgumentException("malformed bytes", e);
        }
    }

    private Object read(DataInputStream in, List<Object> shared) throws IOException {
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case NULL -> null;
            case RECORD -> readRecord(in, shared);
            case REFERENCE -> shared.get(in.readInt());
            case ENUM -> readEnum(in.readUTF(), in.readUTF());
            case STRING -> new String(readBytes(in), UTF_8);
            case INTEGER -> in.readInt();
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case TRUE -> true;
            case FALSE -> false;
            case LIST -> readList(in, shared);
            case MAP -> readMap(in, shared);
            case BYTES -> readBytes(in);
            default -> throw new IllegalArgumentException("unknown tag " + tag);
        };
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    private List<Object> readList(DataInputStream in, List<Object> shared) throws IOException {
        int size = in.readInt();
        List<Object> list = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            list.add(read(in, shared));
        }
        return list;
    }

    private Map<Object, Object> readMap(DataInputStream in, List<Object> shared) throws IOException {
        int size = in.readInt();
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object key = read(in, shared);
            map.put(key, read(in, shared));
        }
        return map;
    }

    private Object readEnum(String type, String name) {
        Class<?> known = types.get(type);
        if (known == null) {
            throw new IllegalArgumentException("unknown type " + type);
        }
        for (Object constant : known.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("unknown " + type + " " + name);
    }

    private Object readRecord(DataInputStream in, List<Object> shared) throws IOException {
        String name = in.readUTF();
        Class<?> type = types.get(name);
        Shape shape = type == null ? null : shapes.get(type);
        if (shape == null) {
            throw new IllegalArgumentException("unknown type " + name);
        }
        Object[] arguments = new Object[shape.components.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = read(in, shared);
        }
        try {
            Object record = shape.constructor.newInstance(arguments);
            if (record instanceof Shared) {
                shared.add(record);
            }
            return record;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("malformed " + name, e);
        }
    }
}
