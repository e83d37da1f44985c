package dev.millrace.cli.sql;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class ScreenTest {
    @Test
    void linesAreCutByWhatIsSeenOfThem() {
        assertEquals("│ ab", Screen.cut("│ ab │ cd", 4));
        assertEquals("日本", Screen.cut("日本語", 5));
        assertEquals("\033[1mab\033[0m", Screen.cut("\033[1mabc\033[0m", 2));
        assertEquals("\033[1mabc\033[0m", Screen.cut("\033[1mabc\033[0m", 3));
    }
}
