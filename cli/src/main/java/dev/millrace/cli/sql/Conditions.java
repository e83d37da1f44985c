package dev.millrace.cli.sql;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.millrace.cli.text.InputSplitter;

/** {@code \if … \elif … \else … \endif}: which text counts. What is typed in a branch that does not is forgotten. */
final class Conditions {
    /** What a branch is. */
    private enum State {
        /** Its text counts. */
        TAKEN,
        /** It does not, a later branch may. */
        PASSED,
        /** It does not, and no later one will. */
        DONE
    }

    /** One {@code \if} that is open: its branch, whether its {@code \else} was met, the SQL before the branch. */
    private record Level(State state, boolean isElse, InputSplitter.Mark before) {
    }

    private final Deque<Level> levels = new ArrayDeque<>();

    boolean isActive() {
        return levels.stream().allMatch(level -> level.state() == State.TAKEN);
    }

    boolean isEmpty() {
        return levels.isEmpty();
    }

    void begin(boolean isTaken, InputSplitter splitter) {
        State state = !isActive() ? State.DONE : isTaken ? State.TAKEN : State.PASSED;
        levels.push(new Level(state, false, splitter.mark()));
    }

    /** Whether the condition of an {@code \elif} here matters: it is not looked at otherwise. */
    boolean wantsCondition() {
        return !levels.isEmpty() && levels.peek().state() == State.PASSED && !levels.peek().isElse();
    }

    /** {@code \elif}, or {@code \else} with a condition that holds. Answers what is wrong, or null. */
    String branch(boolean isElse, boolean isTaken, InputSplitter splitter) {
        String name = isElse ? "\\else" : "\\elif";
        if (levels.isEmpty()) {
            return name + ": no matching \\if";
        }
        Level level = levels.peek();
        if (level.isElse()) {
            return name + ": cannot occur after \\else";
        }
        InputSplitter.Mark before = leave(level, splitter);
        State next = level.state() == State.PASSED && isTaken ? State.TAKEN
                : level.state() == State.PASSED ? State.PASSED : State.DONE;
        levels.pop();
        levels.push(new Level(next, isElse, before));
        return null;
    }

    /** {@code \endif}. Answers what is wrong, or null. */
    String end(InputSplitter splitter) {
        if (levels.isEmpty()) {
            return "\\endif: no matching \\if";
        }
        leave(levels.peek(), splitter);
        levels.pop();
        return null;
    }

    private static InputSplitter.Mark leave(Level level, InputSplitter splitter) {
        if (level.state() != State.TAKEN) {
            splitter.restore(level.before());
        }
        return splitter.mark();
    }
}
