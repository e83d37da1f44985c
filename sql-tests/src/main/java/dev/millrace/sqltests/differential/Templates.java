package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a value of each kind is computed from others: {@code {int}} stands for any expression of that kind. No template
 * fails on any argument, for which of two failing expressions is evaluated first is nobody's promise.
 */
final class Templates {
    /** Kinds of which the greatest and least are asked for. */
    private static final Set<Kind> COMPARED = Set.of(Kind.INT, Kind.BIGINT, Kind.NUMERIC, Kind.FLOAT, Kind.TEXT,
            Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.INTERVAL, Kind.SMALLINT, Kind.CHARS,
            Kind.INET);
    private static final Map<Kind, List<String>> SCALARS = new EnumMap<>(Kind.class);

    static {
        SCALARS.put(Kind.INT, List.of("({int} + {int})", "({int} - {int})", "({int} * 2)", "({int} / nullif({int}, 0))",
                "({int} % nullif({int}, 0))", "mod({int}, 7)", "abs({int})", "(- {int})", "length({text})",
                "char_length({text})", "position('a' in {text})", "strpos({text}, {text})", "ascii({text})",
                "{bool}::int", "octet_length({text})", "bit_length({text})", "({int} & {int})", "({int} | {int})",
                "({int} # {int})", "(~ {int})", "({int} << 2)", "({int} >> 1)", "({date} - {date})",
                "cardinality({ints})", "array_length({ints}, 1)", "array_position({ints}, {int})", "({ints})[1]",
                "({ints})[2]", "extract(year from {date})::int", "extract(dow from {date})::int",
                "extract(doy from {timestamp})::int", "date_part('hour', {time})::int", "array_upper({ints}, 1)",
                "num_nulls({int}, {text}, {date})", "num_nonnulls({int}, {text}, {bool})", "gcd({int}, 6)",
                "jsonb_array_length(jsonb_build_array({int}, {text}))", "cardinality({texts})",
                "width_bucket({int}, 0, 10, 5)", "cardinality(string_to_array({text}, ','))", "lcm(4, abs({int} % 20))",
                "round({numeric})::int", "trunc({float})::int", "array_lower({texts}, 1)"));
        SCALARS.put(Kind.BIGINT, List.of("{int}::bigint", "({bigint} + {int})", "({bigint} - {bigint})",
                "({int} * 3::bigint)", "({bigint} / 7)", "({bigint} % nullif({int}, 0))", "abs({bigint})",
                "floor(extract(epoch from {timestamp}))::bigint", "round({numeric})::bigint"));
        SCALARS.put(Kind.NUMERIC, List.of("({numeric} + {numeric})", "({numeric} - {numeric})",
                "({numeric} * {numeric})", "({numeric} / nullif({numeric}, 0))", "({int} / 4.0)", "round({numeric}, 1)",
                "round({numeric})", "trunc({numeric}, 1)", "ceil({numeric})", "floor({numeric})", "abs({numeric})",
                "{int}::numeric", "extract(epoch from {interval})", "extract(day from {interval})",
                "extract(month from {timestamp})", "extract(second from {time})", "extract(isodow from {date})",
                "mod({numeric}, 3)", "(- {numeric})", "sign({numeric})", "div({numeric}, nullif({numeric}, 0))",
                "{numeric}::numeric(12,1)", "({int} + 0.5)", "power({numeric}, 2)", "sqrt(abs({numeric}))",
                "extract(week from {date})", "extract(quarter from {date})", "{bigint}::numeric",
                "extract(century from {date})", "extract(microseconds from {time})", "trim_scale({numeric})",
                "abs({numeric} % 5)"));
        SCALARS.put(Kind.FLOAT, List.of("({float} + {float})", "({float} - {float})", "({float} * 2)", "({float} / 4)",
                "{int}::float8", "abs({float})", "floor({float})", "ceil({float})", "round({float})", "trunc({float})",
                "sqrt(abs({float}))", "sign({float})", "(- {float})", "cbrt({float})", "degrees({float})",
                "date_part('minute', {timestamp})", "{numeric}::float8", "({float} / nullif({float}, 0))",
                "power({float}, 2)", "atan({float})"));
        SCALARS.put(Kind.TEXT, List.of("({text} || {text})", "({text} || {int})", "upper({text})", "lower({text})",
                "substr({text}, 2)", "substring({text} from 1 for 2)", "left({text}, 2)", "right({text}, -1)",
                "replace({text}, 'a', 'zz')", "lpad({text}, 5, '*')", "rpad({text}, 4)", "reverse({text})",
                "md5({text})", "split_part({text}, ',', 2)", "repeat({text}, 2)", "trim({text})", "btrim({text}, 'ab')",
                "ltrim({text}, 'a')", "rtrim({text}, 'c')", "initcap({text})", "concat({text}, {int}, {bool})",
                "concat_ws('-', {text}, {date}, {text})", "translate({text}, 'abc', 'xy')", "{int}::text",
                "{numeric}::text", "{date}::text", "{bool}::text", "{timestamp}::text", "{interval}::text",
                "{time}::text", "to_char({date}, 'YYYY-MM-DD Day')", "to_char({timestamp}, 'HH24:MI:SS.MS')",
                "to_char({int}, 'FM9999')", "to_char({numeric}, 'FM9990.00')", "({jsonb} ->> 'a')",
                "({jsonb} #>> '{a,b}')", "quote_literal({text})", "quote_ident({text})",
                "format('%s-%s', {text}, {int})",
                "array_to_string({ints}, ',')", "array_to_string({texts}, ',', '*')", "{ints}::text", "{texts}::text",
                "{jsonb}::text", "jsonb_typeof({jsonb})", "to_hex({int})", "overlay({text} placing 'X' from 1 for 1)",
                "regexp_replace({text}, '[ab]+', '<\\&>')", "substring({text} from 'b.')", "({texts})[1]",
                "encode(sha256(convert_to({text}, 'UTF8')), 'hex')", "{uuid}::text", "{text}::varchar(2)",
                "{float}::text", "chr(65 + abs({int} % 26))", "(regexp_match({text}, '(a)(b)?'))[2]",
                "nullif({text}, '')", "quote_nullable({text})", "starts_with({text}, 'a')::text"));
        SCALARS.put(Kind.BOOL, List.of("({int} = {int})", "({int} < {int})", "({int} <> {int})", "({int} >= {int})",
                "({text} = {text})", "({text} < {text})", "({text} <> {text})", "({numeric} > {numeric})",
                "({numeric} = {int})", "({float} <= {float})", "({date} < {date})", "({date} = {timestamp})",
                "({timestamp} >= {timestamp})", "({timestamptz} < {timestamptz})", "({interval} > {interval})",
                "({time} < {time})", "({bool} AND {bool})", "({bool} OR {bool})", "(NOT {bool})", "({bool} = {bool})",
                "({int} IS NULL)", "({text} IS NOT NULL)", "({bool} IS TRUE)", "({bool} IS NOT FALSE)",
                "({bool} IS UNKNOWN)", "({int} IS DISTINCT FROM {int})", "({text} IS NOT DISTINCT FROM {text})",
                "({int} BETWEEN {int} AND {int})", "({int} NOT BETWEEN 0 AND {int})", "({int} IN (1, 2, {int}))",
                "({int} NOT IN (1, 2, 3))", "({text} IN ('a', 'b', {text}))", "({text} NOT IN ('abc', 'xyz'))",
                "({text} LIKE 'a%')", "({text} NOT LIKE '%b%')", "({text} ILIKE 'A%')", "({text} ~ '^a')",
                "({text} !~* 'B')", "({text} SIMILAR TO '(a|b)%')", "({int} = ANY ({ints}))", "({int} <> ALL ({ints}))",
                "({int} > ANY ({ints}))", "({ints} @> ARRAY[{int}])", "({ints} && {ints})", "({ints} = {ints})",
                "({ints} < {ints})", "({jsonb} ? 'a')", "({jsonb} @> '{\"a\": 1}')", "({jsonb} = {jsonb})",
                "(({int}, {text}) = ({int}, {text}))", "(({int}, {int}) < ({int}, {int}))", "starts_with({text}, 'a')",
                "({uuid} = {uuid})", "({text} BETWEEN SYMMETRIC {text} AND {text})",
                "(({int}, {text}) IN ((1, 'a'), (2, 'b')))",
                "(({date}, {interval}) OVERLAPS ({date}, {interval}))",
                "(ROW({int}, {text}) IS DISTINCT FROM ROW(1, {text}))"));
        SCALARS.put(Kind.DATE, List.of("({date} + ({int} % 100))", "({date} - ({int} % 50))", "{timestamp}::date",
                "make_date(2024, 1 + abs({int} % 12), 1)",
                "to_date('2024-03-0' || (1 + abs({int} % 9)), 'YYYY-MM-DD')"));
        SCALARS.put(Kind.TIME, List.of("{timestamp}::time", "({time} + {interval})", "({time} - INTERVAL '1 hour')",
                "make_time(abs({int} % 24), 30, 15.5)"));
        SCALARS.put(Kind.TIMESTAMP, List.of("({timestamp} + {interval})", "({date} + {interval})",
                "({timestamp} - {interval})", "date_trunc('month', {timestamp})", "date_trunc('hour', {timestamp})",
                "date_trunc('week', {timestamp})", "{date}::timestamp", "({date} + {time})",
                "({timestamptz} AT TIME ZONE 'UTC')", "({timestamptz} AT TIME ZONE 'Europe/Berlin')",
                "date_bin('15 minutes', {timestamp}, TIMESTAMP '2020-01-01')", "date_trunc('quarter', {timestamp})"));
        SCALARS.put(Kind.TIMESTAMPTZ, List.of("({timestamptz} + {interval})", "{timestamp}::timestamptz",
                "date_trunc('day', {timestamptz})", "({timestamp} AT TIME ZONE 'America/New_York')",
                "to_timestamp({int})"));
        SCALARS.put(Kind.INTERVAL, List.of("({interval} + {interval})", "({interval} - {interval})", "({interval} * 2)",
                "(- {interval})", "({timestamp} - {timestamp})", "age({timestamp}, {timestamp})",
                "justify_days({interval})", "justify_interval({interval})", "({time} - {time})", "({interval} / 2)",
                "make_interval(days => {int} % 100)", "({interval} * 1.5)", "justify_hours({interval})",
                "age({date}::timestamp, TIMESTAMP '2020-02-29')"));
        SCALARS.put(Kind.INTS, List.of("ARRAY[{int}, {int}]", "({ints} || {int})", "array_append({ints}, {int})",
                "array_remove({ints}, {int})", "({ints})[1:2]", "array_cat({ints}, {ints})", "({int} || {ints})",
                "array_replace({ints}, 1, {int})", "array_prepend({int}, {ints})", "array_positions({ints}, {int})"));
        SCALARS.put(Kind.TEXTS, List.of("ARRAY[{text}, {text}]", "string_to_array({text}, ',')", "({texts} || {text})",
                "{ints}::text[]", "regexp_split_to_array({text}, '[, ]')", "array_remove({texts}, 'a')",
                "regexp_match({text}, '(a)(b)?')"));
        SCALARS.put(Kind.JSONB, List.of("jsonb_build_object('a', {int}, 'b', {text})", "to_jsonb({int})",
                "to_jsonb({text})", "({jsonb} -> 'a')", "({jsonb} -> 0)", "jsonb_build_array({int}, {text}, {bool})",
                "to_jsonb({numeric})", "({jsonb} #> '{a,b}')", "jsonb_strip_nulls({jsonb})", "to_jsonb({ints})",
                "to_jsonb({date})", "jsonb_build_object('t', {timestamp}, 'n', {numeric})", "to_jsonb({bool})",
                "jsonb_set('{\"a\": 1}', '{a}', coalesce(to_jsonb({text}), 'null'))"));
        SCALARS.put(Kind.UUID, List.of("md5({text})::uuid"));
        for (Kind kind : Kind.values()) {
            List<String> all = new ArrayList<>(SCALARS.getOrDefault(kind, List.of()));
            all.addAll(MoreTemplates.scalars(kind));
            String own = kind.placeholder();
            all.addAll(List.of("coalesce(" + own + ", " + own + ")",
                    "CASE WHEN {bool} THEN " + own + " ELSE " + own + " END",
                    "CASE {int} WHEN 1 THEN " + own + " WHEN {int} THEN " + own + " END",
                    "nullif(" + own + ", " + own + ")"));
            if (COMPARED.contains(kind)) {
                all.addAll(List.of("greatest(" + own + ", " + own + ")", "least(" + own + ", " + own + ")"));
            }
            SCALARS.put(kind, List.copyOf(all));
        }
    }

    private static final Map<Kind, List<String>> AGGREGATES = new EnumMap<>(Kind.class);

    static {
        AGGREGATES.put(Kind.INT, List.of("max({int})", "min({int})", "bit_and({int})", "bit_or({int})",
                "percentile_disc(0.5) WITHIN GROUP (ORDER BY {int})", "mode() WITHIN GROUP (ORDER BY {int})"));
        AGGREGATES.put(Kind.BIGINT, List.of("count(*)", "count({int})", "count({text})", "count(DISTINCT {int})",
                "count(DISTINCT {text})", "sum({int})", "sum(DISTINCT {int})", "max({bigint})",
                "count(DISTINCT {numeric})",
                "regr_count({float}, {float})", "rank(1) WITHIN GROUP (ORDER BY {int})", "count({jsonb})",
                "dense_rank(5) WITHIN GROUP (ORDER BY {int} DESC)", "count(DISTINCT {date})"));
        AGGREGATES.put(Kind.NUMERIC, List.of("sum({numeric})", "sum({bigint})", "avg({int})", "avg({numeric})",
                "avg({bigint})", "min({numeric})", "max({numeric})", "stddev({int})", "variance({numeric})",
                "var_pop({int})", "stddev_pop({numeric})", "sum(DISTINCT {numeric})", "avg(DISTINCT {int})",
                "percentile_disc(0.25) WITHIN GROUP (ORDER BY {numeric} DESC)", "stddev_samp({bigint})"));
        AGGREGATES.put(Kind.FLOAT, List.of("sum({float})", "avg({float})", "min({float})", "max({float})",
                "var_samp({float})", "stddev_pop({float})",
                // of equal numbers there are none, and PostgreSQL's rounding may make unequal ones of equal fractions
                "corr({int}, {int})", "regr_slope({float}, {int})",
                "covar_pop({float}, {float})", "percentile_cont(0.5) WITHIN GROUP (ORDER BY {float})",
                "percentile_cont(0.9) WITHIN GROUP (ORDER BY {int})", "regr_avgx({float}, {float})",
                "percent_rank(2) WITHIN GROUP (ORDER BY {int})", "cume_dist(3) WITHIN GROUP (ORDER BY {int})"));
        AGGREGATES.put(Kind.TEXT, List.of("min({text})", "max({text})", "string_agg({s:text}, ',' ORDER BY {s:text})",
                "string_agg(DISTINCT {s:text} || '', '' ORDER BY {s:text} || '' DESC)",
                "string_agg({s:text}, {s:text} ORDER BY {s:text})",
                "percentile_disc(0.5) WITHIN GROUP (ORDER BY {text})", "mode() WITHIN GROUP (ORDER BY {text} DESC)"));
        AGGREGATES.put(Kind.BOOL, List.of("bool_and({bool})", "bool_or({bool})", "every({bool})", "count(*) > 1"));
        AGGREGATES.put(Kind.DATE, List.of("min({date})", "max({date})"));
        AGGREGATES.put(Kind.TIME, List.of("min({time})", "max({time})"));
        AGGREGATES.put(Kind.TIMESTAMP, List.of("min({timestamp})", "max({timestamp})"));
        AGGREGATES.put(Kind.TIMESTAMPTZ, List.of("min({timestamptz})", "max({timestamptz})"));
        AGGREGATES.put(Kind.INTERVAL, List.of("min({interval})", "max({interval})", "sum({interval})",
                "percentile_cont(0.5) WITHIN GROUP (ORDER BY {interval})", "avg({interval})"));
        AGGREGATES.put(Kind.INTS, List.of("array_agg({s:int} ORDER BY {s:int})",
                "array_agg(DISTINCT {s:int} ORDER BY {s:int})", "array_agg({s:int} ORDER BY {s:int} DESC NULLS LAST)"));
        AGGREGATES.put(Kind.TEXTS, List.of("array_agg({s:text} ORDER BY {s:text})"));
        AGGREGATES.put(Kind.JSONB, List.of("jsonb_agg({s:int} ORDER BY {s:int})",
                "jsonb_agg({s:text} ORDER BY {s:text})",
                "jsonb_object_agg(coalesce({s:text}, '-'), 1)"));
        AGGREGATES.put(Kind.UUID, List.of("(array_agg({s:uuid} ORDER BY {s:uuid}))[1]"));
    }

    private Templates() {
    }

    static List<String> scalars(Kind kind) {
        return SCALARS.get(kind);
    }

    static List<String> aggregates(Kind kind) {
        return AGGREGATES.getOrDefault(kind, MoreTemplates.aggregates(kind));
    }
}
