package dev.millrace.sqltests.trial;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

import dev.millrace.sqltests.server.WireMessages;

import static dev.millrace.sqltests.server.WireMessages.framed;
import static dev.millrace.sqltests.server.WireMessages.ints;
import static dev.millrace.sqltests.server.WireMessages.joined;
import static dev.millrace.sqltests.server.WireMessages.query;
import static dev.millrace.sqltests.server.WireMessages.shorts;
import static dev.millrace.sqltests.server.WireMessages.text;
import static dev.millrace.sqltests.server.WireMessages.value;

/** Messages that a client may send, in any order: what a mutator spoils. */
final class WellFormed {
    /** What the messages are about; made before. */
    static final List<String> SETUP = List.of(
            "CREATE TABLE trial_wire (a int PRIMARY KEY, b text, c numeric, d timestamptz)",
            "CREATE MATERIALIZED VIEW trial_wire_view AS SELECT b, count(*) AS n FROM trial_wire GROUP BY b",
            "CREATE ROLE " + ProtocolMutator.GUARDED + " LOGIN PASSWORD 'of no use here'");

    private static final String TYPES = "QPBDECSHXdcfFp";
    private static final List<String> QUERIES = List.of(
            "SELECT 1; SELECT 'a'", "COPY (SELECT 1, NULL, 'a') TO STDOUT", "COPY trial_wire FROM STDIN",
            "COPY trial_wire (a, b) FROM STDIN (FORMAT csv, HEADER)", "COPY trial_wire (a) FROM STDIN (FORMAT binary)",
            "BEGIN; DECLARE c CURSOR FOR SELECT * FROM trial_wire; FETCH 2 FROM c", "COMMIT", "ROLLBACK", "BEGIN",
            "SAVEPOINT s; INSERT INTO trial_wire VALUES (1, 'one', 1.5, now()) ON CONFLICT DO NOTHING; ROLLBACK TO s",
            "DELETE FROM trial_wire", "SELECT * FROM trial_wire_view; SELECT count(*) FROM pg_class",
            "COPY (SUBSCRIBE TO trial_wire_view) TO STDOUT", "SET statement_timeout = '3s'",
            "PREPARE q AS SELECT $1::int; EXECUTE q (1); DEALLOCATE q", "LISTEN trial; NOTIFY trial, 'x'", "");
    private static final List<String> STATEMENTS = List.of(
            "SELECT $1::text, $2::numeric, $3::timestamptz", "SELECT $1::int[], $2::jsonb, $3::interval",
            "SELECT $1::date, $2::uuid, $3::bytea", "SELECT $1::float8, $2::bool, $3::text[]",
            "SELECT $1::time, $2::inet, $3::numeric[]", "SELECT * FROM trial_wire WHERE a = $1",
            "INSERT INTO trial_wire VALUES ($1, $2, $3) ON CONFLICT (a) DO UPDATE SET b = excluded.b",
            "SELECT $1::timestamp + $2::interval, $3::varchar(3)", "BEGIN", "COMMIT");

    private final SplittableRandom random;

    WellFormed(SplittableRandom random) {
        this.random = random;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    byte[] beforeStartup() {
        return switch (random.nextInt(3)) {
            case 0 -> WireMessages.untyped(WireMessages.SSL_REQUEST);
            case 1 -> WireMessages.untyped(WireMessages.GSS_REQUEST);
            default -> WireMessages.untyped(WireMessages.CANCEL_REQUEST, ints(random.nextInt(50), random.nextInt()));
        };
    }

    byte[] next() {
        return switch (random.nextInt(16)) {
            case 0, 1 -> query(one(QUERIES));
            case 2 -> framed('P', text("p"), text("SELECT $1::int + $2::int"), shorts(2), ints(23, 23));
            case 3, 4 -> framed('P', text(name()), text(one(STATEMENTS)), types());
            case 5 -> framed('B', text(""), text("p"), shorts(1, 1, 2), value(number(4)), value(number(4)),
                    shorts(1, 1));
            case 6, 7, 8 -> bind();
            case 9 -> framed('D', new byte[] {(byte) (random.nextBoolean() ? 'S' : 'P')}, text(name()));
            case 10, 11 -> framed('E', text(name()), ints(random.nextInt(3)));
            case 12 -> framed('C', new byte[] {(byte) (random.nextBoolean() ? 'S' : 'P')}, text(name()));
            case 13 -> framed(random.nextBoolean() ? 'H' : 'S');
            case 14 -> copied();
            default -> framed(TYPES.charAt(random.nextInt(TYPES.length())), noise());
        };
    }

    private String name() {
        return one(List.of("", "", "p", "c"));
    }

    private byte[] types() {
        return switch (random.nextInt(4)) {
            case 0 -> joined(shorts(3), ints(25, 1700, 1184));
            case 1 -> joined(shorts(1), ints(1007));
            case 2 -> joined(shorts(3), ints(0, 3802, 1186));
            default -> shorts(0);
        };
    }

    private byte[] number(int bytes) {
        byte[] number = new byte[bytes];
        number[bytes - 1] = (byte) random.nextInt(128);
        return number;
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(64)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) random.nextInt(256);
        }
        return noise;
    }

    /** Up to three values, in text, in binary, or in both. */
    private byte[] bind() {
        int count = random.nextInt(4);
        boolean isBinary = random.nextBoolean();
        byte[] values = shorts(count);
        for (int i = 0; i < count; i++) {
            values = joined(values, random.nextInt(6) == 0 ? ints(-1) : isBinary ? binary() : textual());
        }
        byte[] results = random.nextBoolean() ? shorts(1, random.nextInt(2)) : shorts(0);
        return framed('B', text(name()), text(name()), isBinary ? shorts(1, 1) : shorts(0), values, results);
    }

    private byte[] textual() {
        return value(one(List.of("1", "-1.50", "2024-02-29 12:00:00+01", "{1,NULL,3}", "{\"a\": [1, null]}", "1 day",
                "t", "\\x00ff", "f47ac10b-58cc-4372-a567-0e02b2c3d479", "infinity", "", "10.0.0.0/8"))
                .getBytes(StandardCharsets.UTF_8));
    }

    private byte[] binary() {
        return switch (random.nextInt(7)) {
            case 0 -> value(number(4));
            case 1 -> value(number(8));
            case 2 -> value(number(16));
            // numeric 12.5: two digits, weight 0, positive, one decimal
            case 3 -> value(shorts(2, 0, 0, 1, 12, 5000));
            // int4[] {1, NULL}
            case 4 -> value(joined(ints(1, 1, 23, 2, 1), value(number(4)), ints(-1)));
            case 5 -> value(joined(new byte[] {1}, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
            default -> value(ByteBuffer.allocate(8).putDouble(random.nextDouble()).array());
        };
    }

    private byte[] copied() {
        return switch (random.nextInt(5)) {
            case 0 -> framed('c');
            case 1 -> framed('f', text("no more"));
            case 2 -> framed('d', "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4\0\0\0\7\377\377"
                    .getBytes(StandardCharsets.ISO_8859_1));
            case 3 -> framed('d', "a,b\n1,\"x \"\"y\"\" z\"\n2,\n".getBytes(StandardCharsets.UTF_8));
            default -> framed('d', "1\tx\\ty\t\\N\t2024-01-01\n2\tz\t1.5\t\\N\n".getBytes(StandardCharsets.UTF_8));
        };
    }
}
