package dev.millrace.executor.connector;

import java.util.Collection;

/** Finds the name that was probably meant, by edit distance, for hints. */
public final class NearestName {

    private NearestName() {}

    /** The candidate with the fewest edits, when that is a third of the name at most; otherwise null. */
    public static String of(String name, Collection<String> candidates) {
        String nearest = null;
        int fewest = Math.max(1, name.length() / 3) + 1;
        for (String candidate : candidates) {
            int edits = edits(name, candidate);
            if (edits < fewest) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance, one row of the table at a time. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
