package dev.millrace.sql.parser.statement;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code ONLY name}: a table without those that inherit from it. The word is kept as a first part of the name that
 * nobody can write.
 */
public final class OnlyName {
    public static final String MARK = "only ";

    private OnlyName() {}

    public static SqlIdentifier of(SqlIdentifier name) {
        List<String> names = new ArrayList<>(name.names);
        names.addFirst(MARK);
        List<SqlParserPos> positions = new ArrayList<>();
        positions.add(name.getParserPosition());
        for (int i = 0; i < name.names.size(); i++) {
            positions.add(name.getComponentParserPosition(i));
        }
        return new SqlIdentifier(names, null, name.getParserPosition(), positions);
    }

    public static boolean is(SqlIdentifier name) {
        return name.names.size() > 1 && name.names.getFirst().equals(MARK);
    }

    /** The name without the word. */
    public static SqlIdentifier plain(SqlIdentifier name) {
        return is(name) ? name.getComponent(1, name.names.size()) : name;
    }
}
