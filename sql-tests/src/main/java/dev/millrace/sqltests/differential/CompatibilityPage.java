package dev.millrace.sqltests.differential;

import java.util.Map;
import java.util.stream.Stream;

/** The page that tells what is supported, refused and different, as it came out. */
final class CompatibilityPage {
    private static final String HEAD = """
            # Compatibility with PostgreSQL

            Written by `bin/millrace trial compatibility --write docs/sql/compatibility.md`: each line was asked of a
            PostgreSQL 15 and of Millrace. A query was asked ad hoc and as a materialized view that was there before
            the first row, again after inserts, updates and deletes. *yes*: the same answer each time; *refused*: an
            error, when the statement comes; *different*: another answer. What chance writes is compared by
            `bin/millrace trial differential`; the statements of PostgreSQL's own tests are far more than these.

            """;
    private static final int SQL_SHOWN = 110;

    private final Probes probes;
    private final Map<Probes.Probe, Verdict> adHoc;
    private final Map<Probes.Probe, Verdict> kept;

    CompatibilityPage(Probes probes, Map<Probes.Probe, Verdict> adHoc, Map<Probes.Probe, Verdict> kept) {
        this.probes = probes;
        this.adHoc = adHoc;
        this.kept = kept;
    }

    String summary() {
        return "Of " + adHoc.size() + " things asked, " + count(adHoc, Verdict.Kind.SAME, Verdict.Kind.MORE)
                + " are supported, " + count(adHoc, Verdict.Kind.REFUSED) + " refused, "
                + count(adHoc, Verdict.Kind.DIFFERENT) + " different; of " + kept.size()
                + " queries as views, " + count(kept, Verdict.Kind.SAME, Verdict.Kind.MORE) + " are kept right, "
                + count(kept, Verdict.Kind.REFUSED) + " refused, "
                + count(kept, Verdict.Kind.DIFFERENT) + " different.";
    }

    private static long count(Map<Probes.Probe, Verdict> verdicts, Verdict.Kind... kinds) {
        return verdicts.values().stream()
                .filter(verdict -> Stream.of(kinds).anyMatch(kind -> kind == verdict.kind()))
                .count();
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD).append(summary()).append('\n');
        for (Probes.Section section : probes.sections()) {
            text.append("\n## ").append(section.title()).append("\n\n| what | ad hoc | as a view | for example |\n")
                    .append("| --- | --- | --- | --- |\n");
            for (Probes.Probe probe : section.probes()) {
                text.append("| ").append(probe.what()).append(" | ").append(words(adHoc.get(probe))).append(" | ")
                        .append(probe.isQuery() ? words(kept.get(probe)) : "").append(" | ")
                        .append(example(probe)).append(" |\n");
            }
        }
        return text.toString();
    }

    private static String words(Verdict verdict) {
        return switch (verdict.kind()) {
            case SAME -> "yes";
            case MORE -> "yes; PostgreSQL refuses it (" + verdict.why() + ")";
            case REFUSED -> "**refused** (" + verdict.why().replace("|", "\\|") + ")";
            case DIFFERENT -> "**different**";
        };
    }

    private static String example(Probes.Probe probe) {
        String sql = String.join("; ", probe.statements());
        String shown = sql.length() > SQL_SHOWN ? sql.substring(0, SQL_SHOWN) + " …" : sql;
        return "`` " + shown.replace("|", "\\|") + " ``";
    }
}
