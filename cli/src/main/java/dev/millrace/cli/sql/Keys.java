package dev.millrace.cli.sql;

import java.io.IOException;

import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** Single keys, as long as something is shown that they act on. */
final class Keys implements AutoCloseable {
    /** No key was pressed. */
    static final int NONE = -1;

    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;

    private final Session session;
    private final Terminal terminal;
    private final Attributes before;

    /** @param terminal null: there is nobody to press keys */
    Keys(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
        before = terminal == null ? null : terminal.enterRawMode();
        session.interrupts().begin(null);
    }

    /** Waits so long for a key; answers it, or {@link #NONE}. */
    int next(long millis) {
        if (terminal == null) {
            session.interrupts().pause(millis);
            return NONE;
        }
        try {
            int key = terminal.reader().read(millis);
            return key == NonBlockingReader.READ_EXPIRED ? NONE : key;
        } catch (IOException e) {
            return CTRL_D; // the terminal is gone
        }
    }

    /** Whether this key, or Ctrl-C by whatever way it comes, says that it is enough. */
    boolean isLeaving(int key) {
        return key == 'q' || key == 'Q' || key == CTRL_C || key == CTRL_D || session.interrupts().isRaised();
    }

    @Override
    public void close() {
        session.interrupts().end();
        if (terminal != null) {
            terminal.setAttributes(before);
        }
    }
}
