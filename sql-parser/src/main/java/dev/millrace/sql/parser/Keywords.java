package dev.millrace.sql.parser;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.millrace.sql.parser.grammar.SqlGrammarConstants;

/** The words that PostgreSQL reserves, and those that our grammar needs as keywords in some places. */
final class Keywords {
    /** Reserved in PostgreSQL and known to the grammar under the same name. */
    private static final String RESERVED = """
            all and any array as asc asymmetric both case cast collate cross current_catalog current_date
            current_role current_schema current_time current_timestamp current_user desc distinct else end except
            false fetch for from full group having ilike in inner intersect into is isnull join lateral leading left
            like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps
            placing right select session_user similar some symmetric table tablesample then to trailing true union
            user using when where window with""";
    /** Reserved in PostgreSQL, without a part in expressions and queries. */
    private static final String RESERVED_ELSEWHERE = """
            analyse analyze authorization binary check collation column concurrently constraint create deferrable do
            foreign freeze grant initially primary references returning unique variadic verbose""";
    /** Keywords only where {@link KeywordRules} says so. */
    private static final String CONTEXTUAL = """
            values row exists substring overlay trim unnest rollup cube rows range groups unbounded current preceding
            following exclude ties others no partition by over filter within nulls first last next recursive
            ordinality escape grouping sets qualify unknown bernoulli system between asof
            match_condition system_time of""";

    private static final Map<String, Integer> RESERVED_KINDS = kinds(RESERVED);
    private static final Map<String, Integer> CONTEXTUAL_KINDS = kinds(CONTEXTUAL);

    static {
        RESERVED_KINDS.put("default", SqlGrammarConstants.DEFAULT_);
        for (String word : RESERVED_ELSEWHERE.split("\\s+")) {
            RESERVED_KINDS.put(word, SqlGrammarConstants.RESERVED);
        }
        CONTEXTUAL_KINDS.put("emit", SqlGrammarConstants.RESERVED);
        CONTEXTUAL_KINDS.put("extract", SqlGrammarConstants.EXTRACT_CALL);
        CONTEXTUAL_KINDS.put("position", SqlGrammarConstants.POSITION_CALL);
    }

    private Keywords() {
    }

    private static Map<String, Integer> kinds(String words) {
        Map<String, Integer> byImage = new HashMap<>();
        for (int kind = 0; kind < SqlGrammarConstants.tokenImage.length; kind++) {
            String image = SqlGrammarConstants.tokenImage[kind];
            if (image.startsWith("\"")) {
                byImage.putIfAbsent(image.substring(1, image.length() - 1).toLowerCase(Locale.ROOT), kind);
            }
        }
        Map<String, Integer> kinds = new HashMap<>();
        for (String word : words.split("\\s+")) {
            Integer kind = byImage.get(word);
            if (kind == null) {
                throw new IllegalStateException("the grammar has no keyword " + word);
            }
            kinds.put(word, kind);
        }
        return kinds;
    }

    /** The grammar's kind of a word that is reserved, or -1. */
    static int reserved(String word) {
        return RESERVED_KINDS.getOrDefault(word, -1);
    }

    /** The kind that a word has where it is a keyword, or -1 when it never is one. */
    static int contextual(String word) {
        return CONTEXTUAL_KINDS.getOrDefault(word, -1);
    }
}
