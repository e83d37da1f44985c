package dev.millrace.cli.sql;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class CommandTagTest {
    @Test
    void tagsAreThoseOfTheServer() {
        assertEquals("INSERT 0 3", CommandTag.of("insert into t values (1), (2), (3)", 3));
        assertEquals("UPDATE 0", CommandTag.of("UPDATE t SET a = 1", 0));
        assertEquals("CREATE TABLE", CommandTag.of("-- one\ncreate /* two */ table t (a int)", 0));
        assertEquals("CREATE MATERIALIZED VIEW", CommandTag.of("create or replace materialized view v as select 1", 0));
        assertEquals("DROP STREAM", CommandTag.of("drop stream if exists s", 0));
        assertEquals("BEGIN", CommandTag.of("begin", 0));
        assertEquals("COMMIT", CommandTag.of("end", 0));
    }
}
