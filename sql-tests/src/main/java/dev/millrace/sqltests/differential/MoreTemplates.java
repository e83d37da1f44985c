package dev.millrace.sqltests.differential;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Templates of the kinds that fewer people use, of functions beyond the common ones, and of the clock: rows are of past
 * years, so that what is asked about it has one answer for as long as a trial runs.
 */
final class MoreTemplates {
    private static final Map<Kind, List<String>> SCALARS = new EnumMap<>(Kind.class);
    private static final Map<Kind, List<String>> AGGREGATES = new EnumMap<>(Kind.class);

    static {
        SCALARS.put(Kind.INT, List.of("extract(year from now())::int", "regexp_count({text}, 'b')",
                "regexp_instr({text}, '[bc]')", "length({bytes})", "length({bits})", "octet_length({chars})",
                "length({chars})", "lower({range})", "upper({range})", "masklen({inet})", "family({inet})",
                "{smallint}::int", "bit_count({bits})::int", "array_ndims({ints})", "jsonb_array_length('[1, 2]')",
                "position('b' in {chars})", "extract(year from age({date}, DATE '2020-02-29'))::int",
                "(current_date - current_date)", "strpos({chars}::text, 'a')", "cardinality(trim_array({ints}, 0))",
                "date_part('decade', {date})::int", "array_length(regexp_split_to_array({text}, ','), 1)"));
        SCALARS.put(Kind.BIGINT, List.of("{smallint}::bigint", "bit_count({bits})",
                "factorial(abs({int} % 5))::bigint"));
        SCALARS.put(Kind.NUMERIC, List.of("{smallint}::numeric", "extract(year from now())", "round({numeric}, -1)",
                "extract(epoch from {date})", "extract(decade from {timestamp})", "to_number('1,234.5', '9,999.9')",
                "extract(julian from {date})", "width_bucket({numeric}, 0, 10, 5)::numeric", "gcd({numeric}, 6)"));
        SCALARS.put(Kind.FLOAT, List.of("date_part('year', now())", "{smallint}::float8", "exp({float} / 100)",
                "tanh({float})", "ln(abs({float}) + 1)", "date_part('epoch', {date})"));
        SCALARS.put(Kind.TEXT, List.of("{chars}::text", "({chars} || {text})", "encode({bytes}, 'hex')",
                "encode({bytes}, 'base64')", "{range}::text", "host({inet})", "text({inet})", "abbrev({inet})",
                "{bits}::text", "to_char(now(), 'YYYY')", "regexp_substr({text}, '[a-c]+')", "upper({chars})",
                "left({text}, -1)", "format('%10s|%-4s|%L', {text}, {int}, {chars})", "to_char({interval}, 'DD HH24')",
                "to_char({date}, 'IYYY-IW D Q')", "to_char({numeric}, 'S000.0')", "md5({bytes})", "{smallint}::text",
                "jsonb_pretty({jsonb})", "to_char({timestamptz}, 'YYYY-MM-DD HH24:MI OF')",
                "trim(both 'a' from {text})",
                "split_part({text}, ',', -1)"));
        SCALARS.put(Kind.BOOL, List.of("({timestamptz} < now())", "({date} < current_date)",
                "({timestamp} > now()::timestamp - INTERVAL '40 years')", "(extract(year from now()) > {int})",
                "(now() - {timestamptz} > INTERVAL '300 days')", "({chars} = {chars})", "({chars} < {chars})",
                "({chars} = {text})", "({bytes} = {bytes})", "({bytes} < {bytes})", "({range} @> {int})",
                "({range} && {range})", "({range} = {range})", "isempty({range})", "({inet} << '10.0.0.0/8'::inet)",
                "({inet} = {inet})", "({inet} > {inet})", "({bits} = {bits})", "({bits} < {bits})",
                "({smallint} = {int})", "({smallint} < {bigint})", "({smallint} IN (1, 30))", "({chars} LIKE 'a%')",
                "jsonb_path_exists({jsonb}, '$.a')", "({jsonb} @@ '$.a > 0')", "({jsonb} ?| ARRAY['a', 'b'])",
                "({range} < {range})", "({range} -|- {range})", "lower_inf({range})", "({jsonb} <@ {jsonb})",
                "({text} ^@ 'a')", "({text} ~ '^(.)\\1')", "({int} = ANY ({ints}) IS TRUE)",
                "({text} COLLATE \"C\" < {text})", "({numeric} IS NOT DISTINCT FROM {numeric})",
                "(({int}, {int}, {text}) >= ({int}, {int}, {text}))", "({time} BETWEEN {time} AND {time})"));
        SCALARS.put(Kind.DATE, List.of("(date_trunc('year', now())::date - 700)", "date_trunc('month', {date})::date",
                "(DATE '2024-01-01' + {smallint})", "({date} + {interval})::date"));
        SCALARS.put(Kind.TIMESTAMP, List.of("date_trunc('year', now())::timestamp",
                "make_timestamp(2024, 1 + abs({int} % 12), 1, 2, 3, 4.5)", "date_trunc('century', {timestamp})",
                "date_bin('1 day 2 hours', {timestamp}, {timestamp})", "timezone('Asia/Tokyo', {timestamptz})"));
        SCALARS.put(Kind.TIMESTAMPTZ, List.of("date_trunc('year', now())",
                "date_trunc('day', {timestamptz}, 'Asia/Tokyo')",
                "({date} + {time}) AT TIME ZONE 'UTC'", "({timestamptz} - {interval})"));
        SCALARS.put(Kind.INTERVAL, List.of("(date_trunc('year', now()) - date_trunc('year', now()))",
                "make_interval(mins => {int} % 100)",
                "date_trunc('day', {interval})", "({timestamptz} - {timestamptz})"));
        SCALARS.put(Kind.INTS, List.of("array_fill({int}, ARRAY[2])", "trim_array(ARRAY[1, 2, {int}], 1)",
                "string_to_array('1,2,' || abs({int}), ',')::int[]", "ARRAY(SELECT unnest({ints}) ORDER BY 1)"));
        SCALARS.put(Kind.TEXTS, List.of("string_to_array({text}, NULL)", "string_to_array({text}, ',', 'b')",
                "array_prepend({text}, {texts})", "array_replace({texts}, 'a', {text})"));
        SCALARS.put(Kind.JSONB, List.of("jsonb_path_query_array({jsonb}, '$.a')",
                "jsonb_path_query_first({jsonb}, '$.*')",
                "({jsonb} || jsonb_build_object('z', {int}))",
                "to_jsonb({range}::text)", "to_jsonb({interval})", "jsonb_build_object('k', {chars}, 'j', {jsonb})",
                "jsonb_insert('{\"a\": [1]}', '{a,0}', coalesce(to_jsonb({int}), '0'))", "to_jsonb({time})"));
        SCALARS.put(Kind.SMALLINT, List.of("({int} % 100)::smallint", "abs({smallint})", "({smallint} / 2::smallint)",
                "(- {smallint})", "({smallint} & 3::smallint)"));
        SCALARS.put(Kind.CHARS, List.of("left({text}, 3)::char(4)", "lower({chars})::char(4)", "{int}::text::char(4)"));
        SCALARS.put(Kind.BYTES, List.of("({bytes} || {bytes})", "convert_to({text}, 'UTF8')", "sha256({bytes})",
                "substring({bytes} from 1 for 2)", "decode(md5({text}), 'hex')", "btrim({bytes}, '\\x00'::bytea)"));
        SCALARS.put(Kind.RANGE, List.of("({range} * {range})", "int4range({int} % 10, 20)",
                "int4range(least({int} % 9, 5), 9, '(]')", "range_merge({range}, {range})"));
        SCALARS.put(Kind.INET, List.of("set_masklen('10.1.2.3'::inet, 8 + abs({int} % 20))", "network({inet})::inet",
                "broadcast('10.1.2.3/24'::inet)"));
        SCALARS.put(Kind.BITS, List.of("(~ {bits})", "({bits} || {bits})", "({bits} << 1)", "substring({bits} from 2)",
                "{int}::bit(8)::varbit"));

        AGGREGATES.put(Kind.SMALLINT, List.of("min({smallint})", "max({smallint})", "bit_or({smallint})"));
        AGGREGATES.put(Kind.CHARS, List.of("min({chars})", "max({chars})", "mode() WITHIN GROUP (ORDER BY {chars})"));
        AGGREGATES.put(Kind.BYTES, List.of("string_agg({s:bytes}, '\\x00'::bytea ORDER BY {s:bytes})"));
        AGGREGATES.put(Kind.RANGE, List.of("range_intersect_agg({range})",
                "(array_agg({s:range} ORDER BY {s:range}))[1]"));
        AGGREGATES.put(Kind.INET, List.of("min({inet})", "max({inet})"));
        AGGREGATES.put(Kind.BITS, List.of("(array_agg({s:bits} ORDER BY {s:bits} DESC))[1]"));
    }

    private MoreTemplates() {}

    static List<String> scalars(Kind kind) {
        return SCALARS.getOrDefault(kind, List.of());
    }

    static List<String> aggregates(Kind kind) {
        return AGGREGATES.get(kind);
    }
}
