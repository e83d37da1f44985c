package dev.millrace.planner.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.DatabaseChange;
import dev.millrace.planner.RoleReference;
import dev.millrace.sql.parser.statement.DatabaseAction;
import dev.millrace.sql.parser.statement.SqlDatabase;

/** CREATE, ALTER and DROP DATABASE. Which databases there are is for the handler to see. */
final class DatabaseBinder {

    /** What every database has here: text in UTF-8, sorted by its bytes. */
    private static final Set<String> ENCODINGS = Set.of("utf8", "utf-8", "unicode", "6");
    private static final Set<String> LOCALES = Set.of("", "c", "posix", "c.utf8", "c.utf-8");

    private static final Set<String> ALTERABLE = Set.of("allow_connections", "connection_limit", "is_template");

    private final Binding binding;
    private final SqlDatabase statement;

    DatabaseBinder(SqlDatabase statement, Binding binding) {
        this.statement = statement;
        this.binding = binding;
    }

    DatabaseChange bind() {
        String name = statement.name().getSimple();
        return switch (statement.action()) {
            case DatabaseAction.Create create -> create(name, said(create.options()));
            case DatabaseAction.Alter alter -> {
                Map<String, String> said = said(alter.options());
                for (String key : said.keySet()) {
                    if (!ALTERABLE.contains(key)) {
                        throw unknown(key);
                    }
                }
                yield new DatabaseChange.Alter(name, terms(said));
            }
            case DatabaseAction.Rename rename -> new DatabaseChange.Rename(name, rename.newName().getSimple());
            case DatabaseAction.ChangeOwner change ->
                new DatabaseChange.ChangeOwner(name, AccessBinder.role(change.owner()));
            case DatabaseAction.Drop drop -> new DatabaseChange.Drop(name, drop.ifExists(), drop.force());
        };
    }

    private Map<String, String> said(List<DatabaseAction.Option> options) {
        Map<String, String> said = new LinkedHashMap<>();
        for (DatabaseAction.Option option : options) {
            if (said.containsKey(option.key())) {
                throw fault(SqlState.SYNTAX_ERROR, "conflicting or redundant options");
            }
            said.put(option.key(), option.value());
        }
        return said;
    }

    private DatabaseChange create(String name, Map<String, String> said) {
        for (Map.Entry<String, String> option : said.entrySet()) {
            if (option.getValue() != null) {
                check(option.getKey(), option.getValue());
            }
        }
        String owner = said.get("owner");
        return new DatabaseChange.Create(
                name,
                owner == null ? null : role(owner),
                said.get("template"),
                terms(said));
    }

    private static RoleReference role(String name) {
        RoleReference.Kind kind = switch (name) {
            case "current_user", "current_role" -> RoleReference.Kind.CURRENT;
            case "session_user" -> RoleReference.Kind.SESSION;
            default -> RoleReference.Kind.NAMED;
        };
        return new RoleReference(kind, name);
    }

    /** That what is said is what databases are, or known at all. */
    private void check(String key, String value) {
        String word = value.toLowerCase(Locale.ROOT);
        boolean isSo = switch (key) {
            case "owner", "template", "allow_connections", "connection_limit", "is_template" -> true;
            case "encoding" -> ENCODINGS.contains(word);
            case "locale", "lc_collate", "lc_ctype" -> LOCALES.contains(word);
            case "locale_provider" -> word.equals("libc");
            case "strategy" -> word.equals("wal_log") || word.equals("file_copy");
            case "tablespace" -> {
                if (!word.equals("pg_default")) {
                    throw fault(SqlState.UNDEFINED_OBJECT, "tablespace \"" + value + "\" does not exist");
                }
                yield true;
            }
            case "icu_locale", "collation_version", "oid" -> false;
            default -> throw unknown(key);
        };
        if (!isSo) {
            throw fault(SqlState.FEATURE_NOT_SUPPORTED, "a database of " + key + " \"" + value + "\" is not supported")
                    .withHint("The text of all databases is in UTF-8, and is sorted as by the locale \"C\".");
        }
    }

    private DatabaseChange.Terms terms(Map<String, String> said) {
        return new DatabaseChange.Terms(
                flag("allow_connections", said, true), limit(said), flag("is_template", said, false));
    }

    /** Null where nothing is said. */
    private Boolean flag(String key, Map<String, String> said, boolean usual) {
        if (!said.containsKey(key)) {
            return null;
        }
        String value = said.get(key);
        return value == null ? usual : switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            default -> throw fault(SqlState.SYNTAX_ERROR, key + " requires a Boolean value");
        };
    }

    private Integer limit(Map<String, String> said) {
        if (!said.containsKey("connection_limit")) {
            return null;
        }
        String value = said.get("connection_limit");
        try {
            int limit = value == null ? -1 : Integer.parseInt(value);
            if (limit >= -1) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw fault(SqlState.SYNTAX_ERROR, "connection_limit requires an integer value");
        }
        throw fault(SqlState.INVALID_PARAMETER_VALUE, "invalid connection limit: " + value);
    }

    private SqlException unknown(String key) {
        return fault(SqlState.SYNTAX_ERROR, "option \"" + key + "\" not recognized");
    }

    private SqlException fault(String state, String message) {
        return new SqlException(state, message).at(binding.at(statement));
    }
}
