package dev.millrace.server.pgcatalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlType;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * PostgreSQL 15's catalog relations and their columns, from a table recorded there.
 *
 * @param kind {@code r} or {@code v}, as PostgreSQL has it
 */
record SystemColumns(String schema, String name, char kind, Schema columns) {

    private static final int YES_OR_NO_LENGTH = 3;

    static List<SystemColumns> all() {
        Map<String, List<Schema.Field>> fields = new LinkedHashMap<>();
        Map<String, String[]> heads = new LinkedHashMap<>();
        for (String[] line : lines("catalog_columns.tsv")) {
            String name = line[0] + '.' + line[1];
            heads.putIfAbsent(name, line);
            fields.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(new Schema.Field(line[4], type(line[5]), !line[6].equals("t")));
        }
        List<SystemColumns> all = new ArrayList<>();
        heads.forEach((name, line) ->
                all.add(new SystemColumns(line[0], line[1], line[2].charAt(0), new Schema(fields.get(name)))));
        return all;
    }

    /** The lines of a resource beside this class, without its heading, cut at tabs. */
    static List<String[]> lines(String resource) {
        List<String[]> lines = new ArrayList<>();
        try (InputStream in = SystemColumns.class.getResourceAsStream(resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line.split("\t", -1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** A column of a domain is one of the domain's type to clients. */
    private static SqlType type(String name) {
        if (name.endsWith("[]")) {
            return SqlType.arrayOf(type(name.substring(0, name.length() - 2)));
        }
        return switch (name) {
            case "boolean" -> SqlType.BOOLEAN;
            case "smallint" -> SqlType.SMALLINT;
            case "integer", "information_schema.cardinal_number" -> SqlType.INTEGER;
            case "bigint" -> SqlType.BIGINT;
            case "oid" -> SqlType.OID;
            case "real" -> SqlType.REAL;
            case "double precision" -> SqlType.DOUBLE;
            case "numeric" -> SqlType.NUMERIC;
            case "bytea" -> SqlType.BYTEA;
            case "interval" -> SqlType.INTERVAL;
            case "inet" -> SqlType.INET;
            case "timestamp with time zone", "information_schema.time_stamp" -> SqlType.TIMESTAMPTZ;
            case "information_schema.sql_identifier" -> SqlType.NAME;
            case "information_schema.character_data" -> SqlType.VARCHAR;
            case "information_schema.yes_or_no" -> SqlType.varchar(YES_OR_NO_LENGTH);
            default -> {
                Guise guise = Guise.named(name);
                yield guise == null ? SqlType.TEXT : SqlType.of(guise);
            }
        };
    }
}
