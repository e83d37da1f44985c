package dev.millrace.server;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What PostgreSQL's JDBC driver asks the catalogs for tools that browse a database. */
final class MetadataTest {

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start();
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            statement.execute("create table accounts (branch int, id int, owner text not null default 'nobody', "
                    + "balance numeric(10,2) check (balance >= 0), primary key (branch, id))");
            statement.execute("create index by_owner on accounts (owner desc)");
            statement.execute("create view rich as select * from accounts where balance > 1000");
            statement.execute("create materialized view totals as select branch, sum(balance) as total "
                    + "from accounts group by branch");
            statement.execute("create stream clicks (at timestamp, url text)");
            statement.execute("create schema archive");
            statement.execute("create table archive.\"Old Accounts\" (id int primary key)");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private interface Question {
        ResultSet ask(DatabaseMetaData metadata) throws SQLException;
    }

    /** The wanted columns of each row, in the driver's order. */
    private static String answer(Question question, String... columns) throws SQLException {
        try (Connection connection = server.connect(); ResultSet rows = question.ask(connection.getMetaData())) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (String column : columns) {
                    values.add(rows.getString(column));
                }
                lines.add(String.join("|", values));
            }
            return String.join(" ", lines);
        }
    }

    @Test
    void relationsOfEveryKind() throws SQLException {
        assertEquals(
                "accounts_pkey|INDEX by_owner|INDEX totals|MATERIALIZED VIEW accounts|TABLE clicks|TABLE rich|VIEW",
                answer(m -> m.getTables(null, "public", "%", null), "TABLE_NAME", "TABLE_TYPE"));
        assertEquals(
                "Old Accounts|archive",
                answer(m -> m.getTables(null, "arch%", "%Acc%", new String[] {"TABLE"}), "TABLE_NAME", "TABLE_SCHEM"));
        String system = answer(m -> m.getTables(null, "pg_catalog", "pg_c%", null), "TABLE_NAME", "TABLE_TYPE");
        assertTrue(system.contains("pg_class|SYSTEM TABLE"), system);
        assertEquals(
                "archive information_schema millrace pg_catalog public",
                answer(DatabaseMetaData::getSchemas, "TABLE_SCHEM"));
        assertEquals("millrace postgres", answer(DatabaseMetaData::getCatalogs, "TABLE_CAT"));
    }

    @Test
    void columns() throws SQLException {
        assertEquals(
                "1|branch|int4|10|null|NO 2|id|int4|10|null|NO 3|owner|text|2147483647|'nobody'::text|NO "
                        + "4|balance|numeric|10|null|YES",
                answer(
                        m -> m.getColumns(null, "public", "accounts", "%"),
                        "ORDINAL_POSITION", "COLUMN_NAME", "TYPE_NAME", "COLUMN_SIZE", "COLUMN_DEF", "IS_NULLABLE"));
        assertEquals(
                "branch|int4 total|numeric",
                answer(m -> m.getColumns(null, null, "totals", "%"), "COLUMN_NAME", "TYPE_NAME"));
    }

    @Test
    void keysAndIndexes() throws SQLException {
        assertEquals(
                "branch|1|accounts_pkey id|2|accounts_pkey",
                answer(m -> m.getPrimaryKeys(null, "public", "accounts"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"));
        assertEquals(
                "f|accounts_pkey|1|branch|A f|accounts_pkey|2|id|A t|by_owner|1|owner|D",
                answer(
                        m -> m.getIndexInfo(null, "public", "accounts", false, false),
                        "NON_UNIQUE", "INDEX_NAME", "ORDINAL_POSITION", "COLUMN_NAME", "ASC_OR_DESC"));
        assertEquals(
                "branch id",
                answer(
                        m -> m.getBestRowIdentifier(
                                null, "public", "accounts", DatabaseMetaData.bestRowSession, false),
                        "COLUMN_NAME"));
        assertEquals("", answer(m -> m.getImportedKeys(null, "public", "accounts"), "FKCOLUMN_NAME"));
        assertEquals("", answer(m -> m.getExportedKeys(null, "public", "accounts"), "FKCOLUMN_NAME"));
    }

    @Test
    void foreignKeys() throws SQLException {
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            statement.execute("create table archive.accounts (branch int, id int, primary key (branch, id))");
            statement.execute("create table archive.moves (b int, i int, constraint of_account foreign key (b, i) "
                    + "references archive.accounts on delete cascade on update set null)");
        }
        String expected = "accounts|branch|moves|b|1|2|0|of_account|accounts_pkey "
                + "accounts|id|moves|i|2|2|0|of_account|accounts_pkey";
        String[] columns = {
            "PKTABLE_NAME", "PKCOLUMN_NAME", "FKTABLE_NAME", "FKCOLUMN_NAME", "KEY_SEQ", "UPDATE_RULE", "DELETE_RULE",
            "FK_NAME", "PK_NAME"
        };
        assertEquals(expected, answer(m -> m.getImportedKeys(null, "archive", "moves"), columns));
        assertEquals(expected, answer(m -> m.getExportedKeys(null, "archive", "accounts"), columns));
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            statement.execute("drop table archive.moves, archive.accounts");
        }
    }

    @Test
    void typesFunctionsAndTheRest() throws SQLException {
        String types = answer(DatabaseMetaData::getTypeInfo, "TYPE_NAME", "DATA_TYPE");
        assertTrue(types.contains("int8|-5") && types.contains("timestamptz|93"), types);
        assertEquals(
                "initcap|pg_catalog",
                answer(m -> m.getFunctions(null, null, "initcap"), "FUNCTION_NAME", "FUNCTION_SCHEM"));
        assertEquals(
                "returnValue|text $1|text",
                answer(m -> m.getFunctionColumns(null, null, "initcap", null), "COLUMN_NAME", "TYPE_NAME"));
        assertEquals("", answer(m -> m.getProcedures(null, null, "%"), "PROCEDURE_NAME"));
        assertEquals(
                "Old Accounts accounts clicks rich totals",
                answer(m -> m.getUDTs(null, null, "%", null), "TYPE_NAME"));
        assertTrue(answer(m -> m.getTablePrivileges(null, "public", "accounts"), "PRIVILEGE").contains("SELECT"));
        try (Connection connection = server.connect()) {
            assertTrue(connection.getMetaData().getSQLKeywords().contains("analyze"));
        }
    }

    @Test
    void theStandardsSchema() throws SQLException {
        assertEquals(
                "accounts|BASE TABLE clicks|BASE TABLE rich|VIEW",
                query("select table_name, table_type from information_schema.tables where table_schema = 'public' "
                        + "order by 1"));
        assertEquals(
                "branch|integer|NO owner|text|NO",
                query("select column_name, data_type, is_nullable from information_schema.columns "
                        + "where table_name = 'accounts' and ordinal_position in (1, 3) order by ordinal_position"));
        assertEquals(
                "accounts_pkey|branch|1 accounts_pkey|id|2",
                query("select constraint_name, column_name, ordinal_position from information_schema.key_column_usage "
                        + "where table_name = 'accounts' order by ordinal_position"));
        assertEquals(
                "CHECK CHECK CHECK CHECK PRIMARY KEY", // a CHECK for each column that is NOT NULL, too
                query("select constraint_type from information_schema.table_constraints "
                        + "where table_name = 'accounts' order by 1"));
        assertEquals("rich", query("select table_name from information_schema.views"));
    }

    @Test
    void functionsOfTheCatalog() throws SQLException {
        assertEquals(
                "CREATE INDEX by_owner ON public.accounts USING btree (owner DESC)",
                query("select pg_get_indexdef('by_owner'::regclass)"));
        assertEquals("PRIMARY KEY (branch, id)", query("select pg_get_constraintdef(oid) from pg_constraint "
                + "where contype = 'p' and conrelid = 'accounts'::regclass"));
        assertEquals(
                "archive.\"Old Accounts\"|f",
                query("select oid::regclass, pg_table_is_visible(oid) from pg_class where relname = 'Old Accounts'"));
        assertEquals("t|null", query("select to_regclass('rich') is not null, to_regclass('poor')"));
        assertEquals("millrace|unknown (OID=77)", query("select pg_get_userbyid(10), pg_get_userbyid(77)"));
        assertEquals("{pg_catalog,public}", query("select current_schemas(true)"));
        assertEquals("t", query("select has_table_privilege('accounts', 'select')"));
        assertEquals("15.18 (Millrace 0.1.0)", query("select current_setting('server_version')"));
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
                lines.add(String.join("|", values));
            }
            return String.join(" ", lines);
        }
    }
}
