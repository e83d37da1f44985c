package dev.millrace.server.pgcatalog;

import java.util.List;

import dev.millrace.server.Server;
import dev.millrace.server.catalog.SystemCatalog;

/** What the standard's schema tells of the server itself: how text is written and ordered, what is how large. */
final class InformationFacts {

    /** Bytes of a name; PostgreSQL's clients cut longer ones themselves. */
    private static final int NAME_BYTES = 63;

    private InformationFacts() {}

    /** {@code information_schema.information_schema_catalog_name}. */
    static void catalogName(Source source, RowWriter out) {
        out.set("catalog_name", source.tables().databaseName()).end();
    }

    /** {@code information_schema.character_sets}: the one there is. */
    static void characterSets(Source source, RowWriter out) {
        out.set("character_set_name", "UTF8")
                .set("character_repertoire", "UCS")
                .set("form_of_use", "UTF8")
                .set("default_collate_catalog", source.tables().databaseName())
                .end();
    }

    /** {@code information_schema.collations}. */
    static void collations(Source source, RowWriter out) {
        for (String name : PgCollation.NAMES) {
            collation(source, name, out);
            out.set("pad_attribute", "NO PAD").end();
        }
    }

    /** {@code information_schema.collation_character_set_applicability}. */
    static void applicability(Source source, RowWriter out) {
        for (String name : PgCollation.NAMES) {
            collation(source, name, out);
            out.set("character_set_name", "UTF8").end();
        }
    }

    private static void collation(Source source, String name, RowWriter out) {
        out.set("collation_catalog", source.tables().databaseName())
                .set("collation_schema", SystemCatalog.PG_CATALOG)
                .set("collation_name", name);
    }

    /** {@code information_schema.sql_implementation_info}. */
    static void implementation(Source source, RowWriter out) {
        implementation("10003", "CATALOG NAME", null, "Y", null, out);
        implementation("10004", "COLLATING SEQUENCE", null, "C", null, out);
        implementation("23", "CURSOR COMMIT BEHAVIOR", 1, null, "close cursors and retain prepared statements", out);
        implementation("2", "DATA SOURCE NAME", null, "", null, out);
        implementation("17", "DBMS NAME", null, "Millrace", null, out);
        implementation("18", "DBMS VERSION", null, Server.VERSION, null, out);
        implementation("26", "DEFAULT TRANSACTION ISOLATION", 8, null, "SERIALIZABLE", out);
        implementation("28", "IDENTIFIER CASE", 3, null, "stored in mixed case - case sensitive", out);
        implementation("85", "NULL COLLATION", 0, null, "nulls higher than non-nulls", out);
        implementation("13", "SERVER NAME", null, "", null, out);
        implementation("94", "SPECIAL CHARACTERS", null, "", "all non-ASCII characters allowed", out);
        implementation("46", "TRANSACTION CAPABLE", 2, null, "both DML and DDL", out);
    }

    private static void implementation(
            String id, String name, Integer number, String text, String comment, RowWriter out) {
        out.set("implementation_info_id", id).set("implementation_info_name", name);
        if (number != null) {
            out.set("integer_value", number);
        }
        out.set("character_value", text).set("comments", comment).end();
    }

    /** {@code information_schema.sql_sizing}: of names. Nothing else has a bound of its own. */
    static void sizes(Source source, RowWriter out) {
        List<String> names = List.of(
                "34 CATALOG", "30 COLUMN", "31 CURSOR", "32 SCHEMA", "35 TABLE", "107 USER");
        for (String name : names) {
            int space = name.indexOf(' ');
            out.set("sizing_id", Long.parseLong(name.substring(0, space)))
                    .set("sizing_name", "MAXIMUM " + name.substring(space + 1) + " NAME LENGTH")
                    .set("supported_value", NAME_BYTES)
                    .set("comments", "Might be less, depending on character set.")
                    .end();
        }
        out.set("sizing_id", 10_005)
                .set("sizing_name", "MAXIMUM IDENTIFIER LENGTH")
                .set("supported_value", NAME_BYTES)
                .set("comments", "Might be less, depending on character set.")
                .end();
    }
}
