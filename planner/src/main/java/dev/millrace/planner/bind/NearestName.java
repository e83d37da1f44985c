package dev.millrace.planner.bind;

import java.util.Collection;
import java.util.Optional;

/** Which known name a misspelt one may have meant. */
final class NearestName {

    private NearestName() {}

    /** The closest candidate that differs in at most a third of its letters. */
    static Optional<String> of(String name, Collection<String> candidates) {
        String best = null;
        int bestDistance = Math.min(Math.max(1, name.length() / 3) + 1, name.length());
        for (String candidate : candidates) {
            int distance = distance(name, candidate, bestDistance);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * How many letters have to be changed, put in, left out or swapped with their neighbours; {@code limit} when it
     * is at least that.
     */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, distances);
            }
        }
        return Math.min(distances[a.length()][b.length()], limit);
    }

    private static int step(String a, String b, int i, int j, int[][] distances) {
        boolean isSame = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(
                distances[i - 1][j - 1] + (isSame ? 0 : 1),
                1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        boolean isSwapped =
                i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return isSwapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}
