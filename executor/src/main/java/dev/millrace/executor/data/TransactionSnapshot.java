package dev.millrace.executor.data;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;

/**
 * PostgreSQL's {@code pg_snapshot}: which transactions it sees.
 *
 * @param from all before it have ended
 * @param to it and all after it have not begun
 * @param running those between that have not ended
 */
public record TransactionSnapshot(long from, long to, List<Long> running) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    public TransactionSnapshot {
        running = List.copyOf(running);
    }

    /** @throws SqlException 22P02 for anything else than {@code from:to:running,...} with numbers that rise */
    public static TransactionSnapshot parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw invalid(text);
        }
        long from = number(parts[0], text);
        long to = number(parts[1], text);
        if (from == 0 || to == 0 || from > to) {
            throw invalid(text);
        }
        List<Long> running = new ArrayList<>();
        for (String part : parts[2].isEmpty() ? new String[0] : parts[2].split(",", -1)) {
            long one = number(part, text);
            long last = running.isEmpty() ? from : running.getLast();
            if (one < last || one >= to) {
                throw invalid(text);
            }
            if (running.isEmpty() || one != last) {
                running.add(one);
            }
        }
        return new TransactionSnapshot(from, to, running);
    }

    private static long number(String digits, String text) {
        if (!NUMBER.matcher(digits).matches() || new BigInteger(digits).compareTo(MAX) > 0) {
            throw invalid(text);
        }
        return Long.parseLong(digits);
    }

    private static SqlException invalid(String text) {
        return new SqlException(
                SqlState.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type pg_snapshot: \"" + text + "\"");
    }

    public boolean sees(long transaction) {
        return transaction < from || transaction < to && !running.contains(transaction);
    }

    @Override
    public String toString() {
        return from + ":" + to + ":" + running.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
