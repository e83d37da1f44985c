package dev.millrace.cli.sql;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class VariablesTest {
    @Test
    void variablesArePutInOutsideOfQuotesCastsAndComments() {
        Variables variables = new Variables();
        variables.set("n", "5");
        variables.set("who", "O'Brien");
        assertEquals("select 5, 'O''Brien', \"O'Brien\"", variables.interpolated("select :n, :'who', :\"who\""));
        assertEquals("select ':n', x::n, :unknown -- :n\n+ 5",
                variables.interpolated("select ':n', x::n, :unknown -- :n\n+ :n"));
        assertEquals("select a[1:2]", variables.interpolated("select a[1:2]"));
    }
}
