package dev.millrace.executor.function;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.json.JsonText;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

import static dev.millrace.executor.plan.SqlType.Kind.JSON;
import static dev.millrace.executor.plan.SqlType.Kind.OID;
import static dev.millrace.executor.plan.SqlType.Kind.TEXT;

/** Functions about the catalogs whose rows have several columns: each row is a JSON array of them here. */
final class CatalogRowFunctions {

    private static final Pattern ACL_ITEM = Pattern.compile("(\\w*|\"(?:[^\"]|\"\")*\")=((?:\\w\\*?)*)/(\\w+|\".*\")");

    private static final Map<Character, String> PRIVILEGES = Map.ofEntries(
            Map.entry('a', "INSERT"), Map.entry('r', "SELECT"), Map.entry('w', "UPDATE"), Map.entry('d', "DELETE"),
            Map.entry('D', "TRUNCATE"), Map.entry('x', "REFERENCES"), Map.entry('t', "TRIGGER"),
            Map.entry('X', "EXECUTE"), Map.entry('U', "USAGE"), Map.entry('C', "CREATE"), Map.entry('T', "TEMPORARY"),
            Map.entry('c', "CONNECT"), Map.entry('s', "SET"), Map.entry('A', "ALTER SYSTEM"));

    private CatalogRowFunctions() {}

    private static byte[] rows(List<List<String>> rows) {
        return SessionFunctions.texts(rows.stream().map(CatalogRowFunctions::row).toList());
    }

    private static String row(List<String> values) {
        StringBuilder row = new StringBuilder("[");
        for (String value : values) {
            row.append(row.length() == 1 ? "" : ", ");
            if (value == null) {
                row.append("null");
            } else {
                JsonText.quote(value, row);
            }
        }
        return row.append(']').toString();
    }

    private static List<String> texts(byte[] array) {
        return ArrayForm.elements(array).stream()
                .map(element -> element == null ? null : new String(element, StandardCharsets.UTF_8))
                .toList();
    }

    @SqlFunction(name = "pg_options_to_table array", description = "Options, each with its value.")
    @ArrayOf(JSON)
    static byte[] options(@ArrayOf(TEXT) byte[] options) {
        List<List<String>> rows = new ArrayList<>();
        for (String option : texts(options)) {
            int at = option == null ? -1 : option.indexOf('=');
            if (option != null) {
                rows.add(
                        at < 0
                                ? Arrays.asList(option, null)
                                : List.of(option.substring(0, at), option.substring(at + 1)));
            }
        }
        return rows(rows);
    }

    @SqlFunction(name = "aclexplode array", description = "Who has granted which privilege to whom.",
            volatility = Volatility.VOLATILE)
    @ArrayOf(JSON)
    static byte[] grants(@ArrayOf(TEXT) byte[] items) {
        List<List<String>> rows = new ArrayList<>();
        for (String item : texts(items)) {
            Matcher parts = ACL_ITEM.matcher(item == null ? "" : item);
            if (!parts.matches()) {
                throw new SqlException(SqlState.NULL_VALUE_NOT_ALLOWED, "ACL arrays must not contain null values");
            }
            String grantor = Long.toString(role(parts.group(3)));
            String grantee = parts.group(1).isEmpty() ? "0" : Long.toString(role(parts.group(1)));
            String letters = parts.group(2);
            for (int i = 0; i < letters.length(); i++) {
                if (letters.charAt(i) != '*') {
                    boolean isGrantable = i + 1 < letters.length() && letters.charAt(i + 1) == '*';
                    String privilege = PRIVILEGES.get(letters.charAt(i));
                    rows.add(Arrays.asList(grantor, grantee, privilege, Boolean.toString(isGrantable)));
                }
            }
        }
        return rows(rows);
    }

    private static long role(String name) {
        String plain = name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
        return CatalogDoor.current().need("pg_authid", plain);
    }

    @SqlFunction(name = "pg_partition_tree array",
            description = "A partitioned table or a partition, and all below it.",
            volatility = Volatility.VOLATILE)
    @ArrayOf(JSON)
    static byte[] parts(@As(OID) long relation) {
        return rows(CatalogDoor.current().partitionTree(relation));
    }

    @SqlFunction(name = "pg_partition_tree array",
            description = "A partitioned table or a partition, and all below it.",
            volatility = Volatility.VOLATILE)
    @ArrayOf(JSON)
    static byte[] parts(String relation) {
        return parts(CatalogDoor.current().need("pg_class", relation));
    }

    @SqlFunction(name = "pg_identify_object array",
            description = "What kind of object this is, its schema, its name, and what tells it from all others.",
            volatility = Volatility.VOLATILE)
    @ArrayOf(JSON)
    static byte[] identity(@As(OID) long catalog, @As(OID) long object, int column) {
        List<String> identity = CatalogDoor.current().identify(catalog, object, column);
        return rows(List.of(identity == null ? Arrays.asList(null, null, null, null) : identity));
    }

    @SqlFunction(name = "pg_sequence_parameters array", description = "How a sequence counts.",
            volatility = Volatility.VOLATILE)
    @ArrayOf(JSON)
    static byte[] sequence(@As(OID) long sequence) {
        return rows(List.of(CatalogDoor.current().sequenceParameters(sequence)));
    }
}
