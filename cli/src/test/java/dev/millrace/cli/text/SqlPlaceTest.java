package dev.millrace.cli.text;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class SqlPlaceTest {
    private static String at(String text) {
        SqlPlace place = SqlPlace.atEndOf(text);
        return (place.kind() + " " + place.subject()).strip();
    }

    @Test
    void relationsAreExpectedAfterTheirWords() {
        assertEquals("RELATION", at("select * from "));
        assertEquals("RELATION", at("select * from a, "));
        assertEquals("RELATION", at("select * from a join b"));
        assertEquals("RELATION materialized view", at("refresh materialized view "));
        assertEquals("RELATION view", at("drop view v"));
        assertEquals("RELATION", at("subscribe to "));
        assertEquals("RELATION", at("create index i on "));
        assertEquals("RELATION", at("create materialized view v as select * from "));
        assertEquals("KEYWORD", at("create table "));
    }

    @Test
    void columnsAreExpectedInListsAndAfterDots() {
        assertEquals("MEMBER a", at("select a.b"));
        assertEquals("MEMBER a", at("select a."));
        assertEquals("COLUMN_LIST t", at("insert into t ("));
        assertEquals("COLUMN_LIST t", at("insert into t (a, b"));
        assertEquals("COLUMN_LIST t", at("update t set "));
        assertEquals("COLUMN_LIST t", at("update t set a = 1, "));
        assertEquals("COLUMN_LIST t", at("create index on t ("));
    }

    @Test
    void valuesAreExpectedAfterOperatorsAndClauses() {
        assertEquals("EXPRESSION", at("select "));
        assertEquals("EXPRESSION", at("select a, su"));
        assertEquals("EXPRESSION", at("select * from t where a + "));
        assertEquals("EXPRESSION", at("select * from t group by "));
        assertEquals("EXPRESSION", at("select sum("));
        assertEquals("KEYWORD", at("select * from t whe"));
        assertEquals("KEYWORD", at("select * "));
    }

    @Test
    void statementsBeginAndNothingIsExpectedInStrings() {
        assertEquals("STATEMENT", at("sel"));
        assertEquals("STATEMENT", at("select 1; upd"));
        assertEquals("NOTHING", at("select 'from "));
        assertEquals("NOTHING", at("select 1 -- from "));
        assertEquals("SETTING", at("set tim"));
        assertEquals("EXPRESSION", at("select 'a' || "));
    }

    @Test
    void relationsAndTheirAliasesAreFound() {
        assertEquals(Map.of("a", "account", "account", "account", "t", "t", "u", "u"),
                SqlPlace.relations("select x. from account a, s.t join u on true where a = 1"));
        assertEquals(Map.of("t", "t"), SqlPlace.relations("update t set a = 1"));
    }
}
