package dev.millrace.cli.sql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

import dev.millrace.cli.text.Keywords;
import dev.millrace.cli.text.SqlPlace;

/** Completes what is typed by the place it stands at: relations after FROM, their columns, functions, keywords last. */
final class SqlCompleter implements Completer {
    private static final List<String> BEGINNINGS = List.of("alter", "analyze", "begin", "close", "comment", "commit",
            "copy", "create", "deallocate", "declare", "delete", "discard", "drop", "execute", "explain", "fetch",
            "grant", "insert", "listen", "notify", "prepare", "refresh", "reset", "revoke", "rollback", "savepoint",
            "select", "set", "show", "subscribe", "table", "truncate", "update", "values", "watch", "with");

    private final Session session;
    private final CatalogNames names;
    private final CommandCompleter commands;

    SqlCompleter(Session session) {
        this.session = session;
        names = new CatalogNames(session);
        commands = new CommandCompleter(session, names);
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor());
        String before = line.line().substring(0, line.cursor());
        String own = before.substring(before.lastIndexOf('\n') + 1);
        if (own.contains("\\") && commands.complete(own, word, candidates)) {
            return;
        }
        String pending = session.splitter().pendingText();
        String text = (pending.isEmpty() ? "" : pending + "\n") + line.line();
        if (word.startsWith(":")) {
            session.variables().all().keySet().forEach(name -> add(candidates, ":" + name, "variables", null));
            return;
        }
        String all = (pending.isEmpty() ? "" : pending + "\n") + before;
        SqlPlace place = SqlPlace.atEndOf(all);
        offer(place, word, text, candidates);
    }

    private void offer(SqlPlace place, String word, String text, List<Candidate> candidates) {
        switch (place.kind()) {
            case NOTHING -> { }
            case STATEMENT -> BEGINNINGS.forEach(k -> add(candidates, cased(k, word), "words", null));
            case RELATION -> {
                addRelations(place.subject(), word, candidates);
                addKeywords(word, candidates, Set.of("lateral", "only", "select", "if"));
            }
            case MEMBER -> addMembers(place.subject(), word, text, candidates);
            case COLUMN_LIST -> addColumns(Set.of(place.subject()), candidates);
            case EXPRESSION -> {
                addColumns(new LinkedHashSet<>(SqlPlace.relations(text).values()), candidates);
                SqlPlace.relations(text).forEach((alias, relation) -> add(candidates, Names.quoted(alias), "columns",
                        alias.equals(relation) ? "relation" : "alias of " + relation));
                if (!word.isEmpty() || candidates.isEmpty()) {
                    addFunctions(word, candidates);
                    addKeywords(word, candidates, null);
                }
            }
            case KEYWORD -> addKeywords(word, candidates, null);
            case SETTING -> names.names("SELECT name FROM pg_catalog.pg_settings")
                    .forEach(name -> add(candidates, name, "settings", null));
        }
    }

    /** Those that the path finds by name; the system's own to who begins to type such a name, and schemas. */
    void addRelations(String kind, String word, List<Candidate> candidates) {
        boolean wantsSystem = word.startsWith("pg_");
        Set<String> schemas = new LinkedHashSet<>();
        for (CatalogNames.Relation relation : names.relations()) {
            boolean isSystem = relation.schema().startsWith("pg_") || relation.schema().equals("information_schema");
            boolean isKind = kind.isEmpty() ? !relation.kind().equals("index") && !relation.kind().equals("sequence")
                    : relation.kind().equals(kind) || kind.equals("stream") && relation.kind().equals("table");
            schemas.add(relation.schema());
            if (isKind && relation.isVisible() && (wantsSystem || !isSystem)) {
                add(candidates, Names.quoted(relation.name()), "relations", relation.kind());
            }
        }
        schemas.forEach(schema -> candidates.add(new Candidate(Names.quoted(schema) + ".", Names.quoted(schema) + ".",
                "schemas", null, null, null, false)));
    }

    /** After a dot: columns of a relation or alias, relations of a schema. */
    private void addMembers(String subject, String word, String text, List<Candidate> candidates) {
        String prefix = word.contains(".") ? word.substring(0, word.lastIndexOf('.') + 1) : "";
        String relation = SqlPlace.relations(text).getOrDefault(subject, subject);
        for (CatalogNames.Column column : names.columns(relation)) {
            candidates.add(new Candidate(prefix + Names.quoted(column.name()), column.name(), "columns", column.type(),
                    null, null, true));
        }
        for (CatalogNames.Relation one : names.relations()) {
            if (one.schema().equals(subject) && !one.kind().equals("index")) {
                candidates.add(new Candidate(prefix + Names.quoted(one.name()), one.name(), "relations", one.kind(),
                        null, null, true));
            }
        }
    }

    private void addColumns(Set<String> relations, List<Candidate> candidates) {
        Set<String> offered = new LinkedHashSet<>();
        for (String relation : relations) {
            for (CatalogNames.Column column : names.columns(relation)) {
                if (offered.add(column.name())) {
                    add(candidates, Names.quoted(column.name()), "columns", column.type());
                }
            }
        }
    }

    private void addFunctions(String word, List<Candidate> candidates) {
        if (word.isEmpty()) {
            return; // there are too many to be of use
        }
        for (CatalogNames.Function function : names.functions()) {
            if (function.name().startsWith(word.toLowerCase(Locale.ROOT))) {
                candidates.add(new Candidate(function.name() + "(", function.name(), "functions", function.signature(),
                        null, null, false));
            }
        }
    }

    /** @param chosen null: all keywords */
    private void addKeywords(String word, List<Candidate> candidates, Set<String> chosen) {
        Keywords.ALL.stream().filter(k -> chosen == null || chosen.contains(k))
                .forEach(k -> add(candidates, cased(k, word), "words", null));
    }

    /** A keyword in the case that COMP_KEYWORD_CASE wants, or as its first letter is typed. */
    private String cased(String keyword, String word) {
        String wanted = session.variables().get("COMP_KEYWORD_CASE");
        boolean isUpper = switch (wanted) {
            case "lower" -> false;
            case "upper" -> true;
            default -> word.isEmpty() ? wanted.equals("preserve-upper") : Character.isUpperCase(word.charAt(0));
        };
        return isUpper ? keyword.toUpperCase(Locale.ROOT) : keyword;
    }

    static void add(List<Candidate> candidates, String text, String group, String description) {
        candidates.add(new Candidate(text, text, group, description, null, null, true));
    }
}
