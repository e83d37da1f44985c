package dev.millrace.sqltests.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A text whose parts know what simpler text could stand in their place, so that a failing statement can be shrunk. */
sealed interface Sketch {
    Sketch EMPTY = new Words("");

    String text();

    /** The same with one part simpler, for every part and each way; the largest steps first. */
    Stream<Sketch> simpler();

    static Sketch words(String text) {
        return new Words(text);
    }

    /** One after the other; a part is a Sketch or a text. */
    static Sketch row(Object... parts) {
        return new Row(Stream.of(parts)
                .map(part -> part instanceof Sketch sketch ? sketch : new Words(part.toString())).toList());
    }

    /** What may as well be left out. */
    static Sketch optional(Object... parts) {
        return new Choice(row(parts), List.of(EMPTY));
    }

    /** Several, any of which may be left out as long as so many remain. */
    static Sketch items(String separator, int least, List<Sketch> items) {
        return new Items(separator, least, List.copyOf(items));
    }

    /** What stands as it is. */
    record Words(String text) implements Sketch {
        @Override
        public Stream<Sketch> simpler() {
            return Stream.of();
        }
    }

    /** Parts of which each is needed. */
    record Row(List<Sketch> parts) implements Sketch {
        @Override
        public String text() {
            return parts.stream().map(Sketch::text).collect(Collectors.joining());
        }

        @Override
        public Stream<Sketch> simpler() {
            return simplerParts(parts).map(Row::new);
        }
    }

    /** Parts with something between them. */
    record Items(String separator, int least, List<Sketch> items) implements Sketch {
        @Override
        public String text() {
            return items.stream().map(Sketch::text).collect(Collectors.joining(separator));
        }

        @Override
        public Stream<Sketch> simpler() {
            return Stream.of(halves(), without(), simplerParts(items)).flatMap(s -> s)
                    .map(fewer -> new Items(separator, least, fewer));
        }

        private Stream<List<Sketch>> halves() {
            int half = items.size() / 2;
            return half < 2 || half < least
                    ? Stream.of()
                    : Stream.of(items.subList(0, half), items.subList(items.size() - half, items.size()));
        }

        private Stream<List<Sketch>> without() {
            return items.size() <= least
                    ? Stream.of()
                    : IntStream.range(0, items.size()).mapToObj(i -> {
                        List<Sketch> fewer = new ArrayList<>(items);
                        fewer.remove(i);
                        return fewer;
                    });
        }
    }

    /** What other texts may replace. */
    record Choice(Sketch chosen, List<Sketch> others) implements Sketch {
        @Override
        public String text() {
            return chosen.text();
        }

        @Override
        public Stream<Sketch> simpler() {
            return Stream.concat(others.stream(), chosen.simpler().map(c -> new Choice(c, others)));
        }
    }

    private static Stream<List<Sketch>> simplerParts(List<Sketch> parts) {
        return IntStream.range(0, parts.size()).boxed().flatMap(i -> parts.get(i).simpler().map(part -> {
            List<Sketch> changed = new ArrayList<>(parts);
            changed.set(i, part);
            return changed;
        }));
    }
}
