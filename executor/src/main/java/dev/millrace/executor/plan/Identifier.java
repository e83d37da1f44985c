package dev.millrace.executor.plan;

import java.util.Set;

/** Names as SQL has to write them: in quotes where they would otherwise be read as something else. */
public final class Identifier {

    /** PostgreSQL's keywords, but for those that may be names of anything. */
    private static final Set<String> KEYWORDS = Set.of(("all analyse analyze and any array as asc asymmetric both case "
            + "cast check collate column constraint create current_catalog current_date current_role current_time "
            + "current_timestamp current_user default deferrable desc distinct do else end except false fetch for "
            + "foreign from grant group having in initially intersect into lateral leading limit localtime "
            + "localtimestamp not null offset on only or order placing primary references returning select "
            + "session_user some symmetric table then to trailing true union unique user using variadic when where "
            + "window with authorization binary collation concurrently cross current_schema freeze full ilike inner is "
            + "isnull join left like natural notnull outer overlaps right similar tablesample verbose between bigint "
            + "bit boolean char character coalesce dec decimal exists extract float greatest grouping inout int "
            + "integer interval least national nchar none normalize nullif numeric out overlay position precision real "
            + "row setof smallint substring time timestamp treat trim values varchar xmlattributes xmlconcat "
            + "xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable").split(" "));

    private Identifier() {}

    /** As PostgreSQL's {@code quote_ident} does it. */
    public static String quoted(String name) {
        boolean isPlain = !name.isEmpty()
                && !Character.isDigit(name.charAt(0))
                && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_')
                && !KEYWORDS.contains(name);
        return isPlain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
