package dev.millrace.sqltests.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class SltParserTest {
    @TempDir
    private Path folder;

    private Script parse(String text) throws IOException, ScriptSyntaxException {
        return SltParser.parse(Files.writeString(folder.resolve("a.slt"), text), Set.of("millrace"));
    }

    @Test
    void readsEveryRecord() throws Exception {
        Script script = parse("""
                # replay: as-written ghosts
                statement ok
                CREATE TABLE t
                (a int)

                statement count 2
                INSERT INTO t VALUES (1), (2)

                statement error 23505 dupli.*
                INSERT INTO t VALUES (1)

                connection b
                query IT rowsort label
                SELECT 1, 'x'
                ----
                1  x

                query I
                SELECT 1
                ----
                30 values hashing to 3c13dee48d9356ae19af2515e05e6b54

                step

                changes v
                ----
                +1|a

                clock '2024-01-01 00:00:00'

                restart
                """);
        assertEquals(Set.of("as-written", "ghosts"), script.replays());
        List<Entry> entries = script.entries();
        assertEquals(9, entries.size());
        assertEquals(new Entry.Statement(2, "", "CREATE TABLE t\n(a int)", new Entry.Outcome.Ok()), entries.get(0));
        assertEquals(new Entry.Outcome.Count(2), ((Entry.Statement) entries.get(1)).expected());
        Entry.Outcome.Failure failure =
                assertInstanceOf(Entry.Outcome.Failure.class, ((Entry.Statement) entries.get(2)).expected());
        assertEquals("23505", failure.sqlState());
        assertTrue(failure.message().matcher("a DUPLICATE key").find());
        assertEquals(new Entry.Query(13, "b", "SELECT 1, 'x'", "IT", Entry.Sort.ROWS, "label",
                new Entry.Answer.Lines(List.of("1  x"), false)), entries.get(3));
        assertEquals(new Entry.Answer.Hash(30, "3c13dee48d9356ae19af2515e05e6b54"),
                ((Entry.Query) entries.get(4)).expected());
        assertInstanceOf(Entry.Step.class, entries.get(5));
        assertEquals(new Entry.Changes(25, "v", List.of("+1|a")), entries.get(6));
        assertEquals(new Entry.Clock(29, "2024-01-01 00:00:00"), entries.get(7));
        assertEquals(new Entry.Restart(31), entries.get(8));
    }

    @Test
    void conditionsBelongToTheNextRecord() throws Exception {
        Script script = parse("""
                skipif millrace
                statement ok
                SELECT 1

                onlyif postgresql
                query I
                SELECT 2
                ----
                2

                skipif postgresql
                onlyif millrace
                statement ok
                SELECT 3

                onlyif millrace
                halt

                statement ok
                SELECT 4
                """);
        assertEquals(List.of("SELECT 3"), script.entries().stream().map(e -> ((Entry.Statement) e).sql()).toList());
    }

    @Test
    void saysWhereAScriptIsWrong() {
        ScriptSyntaxException fault =
                assertThrows(ScriptSyntaxException.class, () -> parse("statement ok\nX\n\nqwery I\n"));
        assertTrue(fault.getMessage().endsWith("a.slt:4: unknown record 'qwery'"), fault.getMessage());
        assertThrows(ScriptSyntaxException.class, () -> parse("query Z\nSELECT 1\n"));
        assertThrows(ScriptSyntaxException.class, () -> parse("statement ok\n"));
        assertThrows(ScriptSyntaxException.class, () -> parse("statement error 22012 (\nSELECT 1\n"));
    }
}
