package dev.millrace.cli.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.jline.reader.Candidate;

import dev.millrace.cli.table.TableStyle;
import dev.millrace.cli.text.SpecialVariable;

/** Completes backslash commands and what they take: relations, settings, variables, files. */
final class CommandCompleter {
    private static final Set<String> FILES = Set.of("\\i", "\\ir", "\\include", "\\include_relative", "\\o", "\\out",
            "\\w", "\\write", "\\e", "\\edit", "\\cd", "\\s", "\\g", "\\gx");
    private static final Set<String> ON_OFF = Set.of("\\t", "\\x", "\\timing");

    private final Session session;
    private final CatalogNames names;

    CommandCompleter(Session session, CatalogNames names) {
        this.session = session;
        this.names = names;
    }

    /** Offers what fits; answers false where the text is no command's, but SQL. */
    boolean complete(String line, String word, List<Candidate> candidates) {
        int begin = line.lastIndexOf('\\');
        String[] parts = line.substring(begin).split("\\s+", -1);
        String name = parts[0];
        if (parts.length == 1) {
            session.commands().names().forEach(n -> SqlCompleter.add(candidates, n, "commands", null));
            return true;
        }
        String subject = parts.length > 2 ? parts[1] : "";
        switch (name) {
            case "\\live", "\\watch", "\\g", "\\gx" -> {
                if (parts.length > 2) {
                    return !name.equals("\\live");
                }
                relations(Set.of("materialized view", "view", "table"), candidates);
            }
            case "\\pset", "\\mode" -> settings(name.equals("\\mode") ? "format" : subject, candidates);
            case "\\set", "\\unset" -> variables(subject, candidates);
            case "\\c", "\\connect" -> offer(names.names("SELECT datname FROM pg_catalog.pg_database"), "databases",
                    candidates);
            case "\\h", "\\help" -> offer(Syntax.words(), "statements", candidates);
            case "\\du", "\\dg", "\\password" -> offer(names.names("SELECT rolname FROM pg_catalog.pg_roles"), "roles",
                    candidates);
            case "\\dn", "\\dn+" -> offer(names.names("SELECT nspname FROM pg_catalog.pg_namespace"), "schemas",
                    candidates);
            case "\\df", "\\df+", "\\sf", "\\sf+", "\\da" -> names.functions()
                    .forEach(f -> SqlCompleter.add(candidates, f.name(), "functions", f.signature()));
            default -> others(name, line, word, candidates);
        }
        return true;
    }

    private void others(String name, String line, String word, List<Candidate> candidates) {
        if (ON_OFF.contains(name)) {
            offer(List.of("on", "off"), "settings", candidates);
        } else if (FILES.contains(name) || name.equals("\\copy") && line.matches("(?is).*\\b(from|to)\\s+'?\\S*$")) {
            files(word, candidates);
        } else if (name.startsWith("\\d") || name.equals("\\copy") || name.startsWith("\\sv") || name.equals("\\z")) {
            String letters = name.replaceFirst("[S+]+$", "");
            relations(switch (letters) {
                case "\\dv" -> Set.of("view");
                case "\\dm" -> Set.of("materialized view");
                case "\\di" -> Set.of("index");
                case "\\ds" -> Set.of("sequence");
                case "\\dt", "\\copy" -> Set.of("table");
                case "\\sv" -> Set.of("view", "materialized view");
                default -> Set.of("table", "view", "materialized view", "index", "sequence");
            }, candidates);
        }
    }

    private void relations(Set<String> kinds, List<Candidate> candidates) {
        names.relations().stream().filter(r -> kinds.contains(r.kind()) && r.isVisible()
                && !r.schema().startsWith("pg_") && !r.schema().equals("information_schema"))
                .forEach(r -> SqlCompleter.add(candidates, Names.quoted(r.name()), "relations", r.kind()));
    }

    private static void settings(String subject, List<Candidate> candidates) {
        offer(switch (subject) {
            case "" -> StyleSettings.NAMES;
            case "format" -> Arrays.stream(TableStyle.Format.values()).map(f -> f.name().toLowerCase(Locale.ROOT))
                    .toList();
            case "linestyle" -> List.of("ascii", "old-ascii", "unicode");
            case "border" -> List.of("0", "1", "2", "3");
            case "expanded" -> List.of("on", "off", "auto");
            case "pager" -> List.of("on", "off", "always");
            case "tuples_only", "footer", "numericlocale" -> List.of("on", "off");
            default -> List.<String>of();
        }, "settings", candidates);
    }

    private void variables(String subject, List<Candidate> candidates) {
        if (subject.isEmpty()) {
            session.variables().all().keySet().forEach(n -> SqlCompleter.add(candidates, n, "variables", null));
            return;
        }
        for (SpecialVariable special : SpecialVariable.values()) {
            if (special.name().equals(subject)) {
                offer(special.choices(), "values", candidates);
            }
        }
    }

    private static void offer(List<String> texts, String group, List<Candidate> candidates) {
        texts.forEach(text -> SqlCompleter.add(candidates, text, group, null));
    }

    private void files(String word, List<Candidate> candidates) {
        int slash = word.lastIndexOf('/');
        String folder = word.substring(0, slash + 1);
        Path path = session.output().programs().path(folder.isEmpty() ? "." : folder);
        try (Stream<Path> entries = Files.list(path)) {
            entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).sorted().forEach(entry -> {
                boolean isFolder = Files.isDirectory(entry);
                String own = entry.getFileName() + (isFolder ? "/" : "");
                candidates.add(new Candidate(folder + own, own, "files", null, null, null, !isFolder));
            });
        } catch (IOException e) {
            // no such folder: nothing to offer
        }
    }
}
