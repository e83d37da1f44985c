package dev.millrace.sqltests.psql;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class PsqlScriptTest {

    @Test
    void semicolonsWithinQuotesCommentsAndParenthesesEndNothing() {
        assertEquals(List.of("select ';', \";\", $$;$$, $a$ $$;$$ $a$ -- ;\n;",
                        "select E'\\';' /* ; /* ; */ ; */;",
                        "create rule r as on insert to t do (select 1; select 2);"),
                sql("""
                        select ';', ";", $$;$$, $a$ $$;$$ $a$ -- ;
                        ;
                        select E'\\';' /* ; /* ; */ ; */;
                        create rule r as on insert to t do (select 1; select 2);
                        """));
    }

    @Test
    void theStatementsOfAnAtomicBodyBelongToTheirFunction() {
        assertEquals(List.of("create function f() returns int begin atomic select 1; select case when true then 2 end;"
                        + " end;", "begin;", "end;"),
                sql("""
                        create function f() returns int begin atomic select 1; select case when true then 2 end; end;
                        begin;
                        end;
                        """));
    }

    @Test
    void linesAfterCopyAreItsDataUpToTheBackslashAndDot() {
        List<PsqlScript.Step> steps = PsqlScript.steps("copy t from stdin;\n1\ta;b\n2\t'\n\\.\nselect 1;\n");
        assertEquals(List.of("copy t from stdin;", "select 1;"), steps.stream().map(PsqlScript.Step::sql).toList());
        assertEquals(List.of("1\ta;b\n2\t'\n"), steps.getFirst().data());
    }

    @Test
    void commandsStandAloneOrEndAStatement() {
        List<PsqlScript.Step> steps = PsqlScript.steps("""
                \\set x 1
                select 1 as a \\gset p_
                select 2 \\; select 3;
                """);
        assertEquals(List.of(new PsqlScript.Step("", "\\set x 1", List.of()),
                new PsqlScript.Step("select 1 as a", "\\gset p_", List.of()),
                new PsqlScript.Step("select 2 ; select 3;", "", List.of())), steps);
    }

    @Test
    void variablesAreFilledInOutsideOfQuotes() {
        Variables variables = new Variables();
        variables.set("x", "it's");
        assertEquals("select it's, 'it''s', \"it's\", ':x', a::x, $$:x$$, :y, TRUE, FALSE -- :x",
                variables.fill("select :x, :'x', :\"x\", ':x', a::x, $$:x$$, :y, :{?x}, :{?y} -- :x"));
    }

    private static List<String> sql(String text) {
        return PsqlScript.steps(text).stream().map(PsqlScript.Step::sql).toList();
    }
}
