package dev.millrace.cli.table;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The expected texts are what psql 15 prints for the same answers. */
final class TableWriterTest {
    private static final Grid CITIES = new Grid(
            List.of(new Grid.Column("id", true), new Grid.Column("name", false)),
            List.of(List.of("1", "Bern"), Arrays.asList("22", null)));

    private static String text(Grid grid, TableStyle style) {
        return TableWriter.text(grid, style, 0);
    }

    @Test
    void aligned() {
        assertEquals("""
                 id | name\s
                ----+------
                  1 | Bern
                 22 |\s
                (2 rows)

                """, text(CITIES, TableStyle.PSQL));
    }

    @Test
    void linesAndWideCharactersKeepTheirColumns() {
        Grid grid = new Grid(List.of(new Grid.Column("x", false), new Grid.Column("y", false)),
                List.of(List.of("a\nb", "日本")));
        assertEquals("""
                 x |  y  \s
                ---+------
                 a+| 日本
                 b |\s
                (1 row)

                """, text(grid, TableStyle.PSQL));
    }

    @Test
    void expanded() {
        assertEquals("""
                -[ RECORD 1 ]
                id   | 1
                name | Bern
                -[ RECORD 2 ]
                id   | 22
                name |\s

                """, text(CITIES, TableStyle.PSQL.with(TableStyle.Expanded.ON)));
    }

    @Test
    void borders() {
        assertEquals("""
                +----+------+
                | id | name |
                +----+------+
                |  1 | Bern |
                | 22 |      |
                +----+------+
                (2 rows)

                """, text(CITIES, TableStyle.PSQL.withBorder(2)));
        assertEquals("""
                id name\s
                -- ----
                 1 Bern
                22\s
                (2 rows)

                """, text(CITIES, TableStyle.PSQL.withBorder(0)));
        assertEquals("""
                ┌────┬──────┐
                │ id │ name │
                ├────┼──────┤
                │  1 │ Bern │
                │ 22 │ ∅    │
                └────┴──────┘
                (2 rows)

                """, text(CITIES, TableStyle.PSQL.with(TableStyle.Format.BOX).withNullText("∅")));
    }

    @Test
    void whatIsTooWideIsWrapped() {
        Grid grid = new Grid(List.of(new Grid.Column("a", false), new Grid.Column("b", false),
                new Grid.Column("c", true)),
                List.of(List.of("the quick brown fox jumps over the lazy dog", "short", "12345")));
        assertEquals("""
                        a         |  b  |  c \s
                ------------------+-----+-----
                 the quick brown .| sho.| 123.
                .fox jumps over t.|.rt  |. 45
                .he lazy dog      |     |\s
                (1 row)

                """, TableWriter.text(grid,
                TableStyle.PSQL.with(TableStyle.Format.WRAPPED), 30));
    }

    @Test
    void forDocuments() {
        Grid grid = new Grid(List.of(new Grid.Column("n", true), new Grid.Column("a|b", false),
                new Grid.Column("ok", false, Grid.Kind.TRUTH)),
                List.of(Arrays.asList("1.50", "x \"y\"\n|", "t"), Arrays.asList("NaN", null, null)));
        assertEquals("""
                | n | a\\|b | ok |
                |---:|---|---|
                | 1.50 | x "y"<br>\\| | t |
                | NaN |  |  |
                """, text(grid, TableStyle.PSQL.with(TableStyle.Format.MARKDOWN)));
        assertEquals("""
                [{"n":1.50,"a|b":"x \\"y\\"\\n|","ok":true},
                 {"n":"NaN","a|b":null,"ok":null}]
                """, text(grid, TableStyle.PSQL.with(TableStyle.Format.JSON)));
    }

    @Test
    void forPrograms() {
        TableStyle unaligned = TableStyle.PSQL.with(TableStyle.Format.UNALIGNED);
        assertEquals("id|name\n1|Bern\n22|\n(2 rows)\n", text(CITIES, unaligned));
        assertEquals("1|Bern\n22|-\n", text(CITIES, unaligned.withTuplesOnly(true).withNullText("-")));
        Grid grid = new Grid(List.of(new Grid.Column("a,b", false)), List.of(List.of("say \"hi\"\n"), List.of("x")));
        assertEquals("\"a,b\"\n\"say \"\"hi\"\"\n\"\nx\n", text(grid, TableStyle.PSQL.with(TableStyle.Format.CSV)));
    }

    @Test
    void aValueCannotSteerTheTerminal() {
        Grid grid = new Grid(List.of(new Grid.Column("v", false)), List.of(List.of("\033[2Jgone")));
        assertEquals(" \\x1B[2Jgone", text(grid, TableStyle.PSQL).lines().skip(2).findFirst().orElseThrow());
    }
}
