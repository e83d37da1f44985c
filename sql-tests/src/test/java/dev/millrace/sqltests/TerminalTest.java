package dev.millrace.sqltests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.millrace.cli.sql.Shell;
import dev.millrace.sqltests.server.OwnServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The shell at a terminal of 80 columns, with somebody typing: what is seen, in order. */
final class TerminalTest {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);
    private static final String CTRL_C = "\003";
    private static final String TAB = "\t";

    private static OwnServer server;

    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final Screen screen = new Screen();
    private Thread shell;
    private volatile int exitCode = -1;

    /** What was written to the terminal, without its control sequences. */
    private static final class Screen extends ByteArrayOutputStream {
        private int seen;

        /** Waits until this text is there, after what was waited for before. */
        synchronized void await(String text) throws InterruptedException {
            long deadline = System.nanoTime() + SEEN_WITHIN.toNanos();
            while (find(text) < 0) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                assertTrue(left > 0, () -> "not seen: " + text + "\nbut: " + plain().substring(seen));
                wait(Math.min(left, 100));
            }
            seen = find(text) + text.length();
        }

        private int find(String text) {
            return plain().indexOf(text, seen);
        }

        private String plain() {
            return toString(StandardCharsets.UTF_8).replaceAll("\033\\[[?\\d;]*[A-Za-z]|\033[=>]|\r|\007", "");
        }
    }

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = OwnServer.start();
        execute("CREATE TABLE account (id bigint PRIMARY KEY, branch text NOT NULL, balance numeric(12,2))");
        execute("INSERT INTO account VALUES (1, 'north', 100), (2, 'south', 50)");
        execute("CREATE MATERIALIZED VIEW branch_total AS"
                + " SELECT branch, sum(balance) AS total FROM account GROUP BY branch");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @BeforeEach
    void openShell() throws Exception {
        ExternalTerminal terminal = new ExternalTerminal("test", "xterm-256color", new PipedInputStream(keyboard),
                screen, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(80, 24));
        shell = Thread.ofPlatform().daemon().start(() -> {
            exitCode = new Shell("127.0.0.1", server.port()).run(terminal);
        });
        screen.await("millrace=");
    }

    @AfterEach
    void leaveShell() throws Exception {
        type("\\q\r");
        shell.join(SEEN_WITHIN);
        assertFalse(shell.isAlive(), "\\q leaves the shell");
        assertEquals(0, exitCode);
    }

    private void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    @Test
    void answersAreBoxesAndErrorsPointAtThePlace() throws Exception {
        type("select id, branch\rfrom account order by id;\r");
        screen.await("│ id │ branch │");
        screen.await("│  2 │ south  │");
        screen.await("(2 rows)");
        type("select nosuch from account;\r");
        screen.await("ERROR:  column \"nosuch\" does not exist");
        screen.await("LINE 1: select nosuch from account;");
        screen.await("               ^");
        type("begin;\r");
        screen.await("millrace=*");
        type("rollback;\r");
        screen.await("ROLLBACK");
    }

    @Test
    void tabCompletesByThePlace() throws Exception {
        type("select bal" + CTRL_C);
        screen.await("millrace=");
        type("select id from acc" + TAB);
        screen.await("account");
        type(" where account.br" + TAB + " = 'north';\r");
        screen.await("account.branch");
        screen.await("(1 row)");
    }

    @Test
    void aLiveViewFollowsChanges() throws Exception {
        type("\\live branch_total\r");
        screen.await("│ north  │ 100.00 │");
        screen.await("2 rows");
        execute("UPDATE account SET balance = 125.50 WHERE id = 1");
        screen.await("125.50");
        execute("INSERT INTO account VALUES (3, 'west', 7)");
        screen.await("west");
        screen.await("3 rows");
        type("q");
        screen.await("millrace=");
        execute("DELETE FROM account WHERE id = 3");
        execute("UPDATE account SET balance = 100 WHERE id = 1");
    }

    @Test
    void subscriptionsScrollUntilCtrlC() throws Exception {
        type("subscribe to branch_total;\r");
        screen.await("| ± |");
        screen.await("south");
        execute("INSERT INTO account VALUES (4, 'east', 1)");
        screen.await("| + | east");
        execute("DELETE FROM account WHERE id = 4");
        screen.await("| - | east");
        type(CTRL_C);
        screen.await("millrace=");
    }
}
