package dev.millrace.sqltests.differential;

import java.util.List;
import java.util.SplittableRandom;

/** Chance, made from a seed: the same seed writes the same case. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    String of(String... values) {
        return values[random.nextInt(values.length)];
    }
}
