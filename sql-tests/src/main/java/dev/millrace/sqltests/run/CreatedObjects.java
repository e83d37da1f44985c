package dev.millrace.sqltests.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a script has created, so that it can be dropped when the script is over and the next one finds an empty house.
 * The names come from the text of the statements: that needs no catalog, and a script may test the catalog.
 */
final class CreatedObjects {
    private static final Pattern CREATE = Pattern.compile(
            "\\s*create\\s+(?:or\\s+replace\\s+)?(?:(?:temp|temporary|unlogged|unique)\\s+)*"
                    + "(table|stream|view|materialized\\s+view|sink|index|schema|sequence|type|domain)\\s+"
                    + "(?:if\\s+not\\s+exists\\s+)?(?:authorization\\s+)?((?:\"[^\"]+\"|[\\w.])+).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** With its arguments, which may hold types in parentheses, as overloads are told apart by them. */
    private static final Pattern CREATE_ROUTINE = Pattern.compile(
            "\\s*create\\s+(?:or\\s+replace\\s+)?(function|procedure)\\s+((?:\"[^\"]+\"|[\\w.])+\\s*"
                    + "\\((?:[^()]|\\([^()]*\\))*\\)).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern DEFAULT = Pattern.compile("\\s+default\\s[^,]*|\\s*=[^,]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern RENAME = Pattern.compile(
            "\\s*alter\\s+(table|stream|view|materialized\\s+view|sink|index|schema|sequence|type|domain)\\s+"
                    + "(?:if\\s+exists\\s+)?(?:\"[^\"]+\"|[\\w.])+\\s+rename\\s+to\\s+(\"[^\"]+\"|\\w+)\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final String WRONG_OBJECT_TYPE = "42809";

    /** Name to kind, in the order of creation. */
    private final Map<String, String> kinds = new LinkedHashMap<>();

    void note(String sql) {
        for (Pattern pattern : List.of(CREATE, RENAME)) {
            Matcher names = pattern.matcher(sql);
            if (names.matches()) {
                String kind = names.group(1).replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
                kinds.remove(names.group(2));
                kinds.put(names.group(2), kind);
            }
        }
        Matcher routine = CREATE_ROUTINE.matcher(sql);
        if (routine.matches()) {
            String signature = routine.group(2);
            String arguments = signature.substring(signature.indexOf('(') + 1, signature.length() - 1);
            String plain = DEFAULT.matcher(arguments).replaceAll("");
            kinds.put(signature.substring(0, signature.indexOf('(')) + '(' + plain + ')',
                    routine.group(1).toLowerCase(Locale.ROOT));
        }
    }

    /** Drops all, the last first; answers what could not be dropped. */
    Optional<String> drop(Connection connection, Engine engine) throws SQLException {
        StringBuilder faults = new StringBuilder();
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> object : List.copyOf(kinds.entrySet()).reversed()) {
                String sql = engine.dialect("DROP " + object.getValue() + " IF EXISTS " + object.getKey() + " CASCADE");
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    if (!WRONG_OBJECT_TYPE.equals(e.getSQLState())) {
                        faults.append(sql).append(": ").append(e.getMessage()).append('\n');
                    }
                }
            }
        }
        kinds.clear();
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults.toString().strip());
    }
}
