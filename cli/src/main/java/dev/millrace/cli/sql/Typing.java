package dev.millrace.cli.sql;

import java.util.List;

import org.jline.terminal.Terminal;

/** The person at the terminal, if there is one. */
interface Typing {
    Typing NONE = new Typing() {
        @Override
        public String ask(String question) {
            System.out.print(question);
            System.out.flush();
            return null;
        }

        @Override
        public List<String> history() {
            return List.of();
        }

        @Override
        public Terminal terminal() {
            return null;
        }
    };

    /** What is answered to a question; null: nothing. */
    String ask(String question);

    /** All that was typed, oldest first. */
    List<String> history();

    /** Where single keys come from; null: nowhere. */
    Terminal terminal();
}
