package dev.millrace.sql.parser;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.statement.OnlyName;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.SqlUpkeep;
import dev.millrace.sql.parser.statement.SqlUpkeep.Kind;

/** Reads VACUUM, ANALYZE, CHECKPOINT, LOCK, REINDEX and CLUSTER, with the options that PostgreSQL gives them. */
final class UpkeepReader {
    private static final Set<String> KINDS = Set.of("index", "table", "schema", "database", "system");

    /** The longer of those that begin alike first. */
    private static final List<String> MODES = List.of(
            "ACCESS SHARE", "ACCESS EXCLUSIVE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE",
            "SHARE ROW EXCLUSIVE", "SHARE", "EXCLUSIVE");

    private final Cursor cursor;

    UpkeepReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SqlStatement statement() {
        Lexeme first = cursor.take();
        return switch (first.text) {
            case "vacuum" -> {
                boolean hasOptions = options();
                if (!hasOptions) {
                    cursor.accept("full");
                    cursor.accept("freeze");
                    cursor.accept("verbose");
                    if (!cursor.accept("analyze")) {
                        cursor.accept("analyse");
                    }
                }
                yield upkeep(first, Kind.VACUUM, relations());
            }
            case "checkpoint" -> upkeep(first, Kind.CHECKPOINT, List.of());
            case "lock" -> lock(first);
            case "reindex" -> reindex(first);
            case "cluster" -> cluster(first);
            default -> {
                if (!options()) {
                    cursor.accept("verbose");
                }
                yield upkeep(first, Kind.ANALYZE, relations());
            }
        };
    }

    private boolean options() {
        if (!cursor.atMark("(")) {
            return false;
        }
        new OptionReader(cursor).plainOptions();
        return true;
    }

    private SqlUpkeep upkeep(Lexeme first, Kind kind, List<SqlIdentifier> relations) {
        return new SqlUpkeep(cursor.positionFrom(first), kind, relations);
    }

    /** {@code [name [(column, ...)], ...]}: statistics of some columns are as exact as those of all. */
    private List<SqlIdentifier> relations() {
        if (cursor.peek().form == Lexeme.Form.END || cursor.atMark(";")) {
            return List.of();
        }
        return cursor.commaList(() -> {
            SqlIdentifier name = cursor.qualifiedName();
            cursor.optionalNames();
            return name;
        });
    }

    /** {@code LOCK [TABLE] [ONLY] name, ... [IN mode MODE] [NOWAIT]}. */
    private SqlStatement lock(Lexeme first) {
        cursor.accept("table");
        List<SqlIdentifier> names = cursor.commaList(() -> OnlyName.plain(cursor.onlyName()));
        String mode = "ACCESS EXCLUSIVE";
        if (cursor.accept("in")) {
            mode = mode();
            cursor.expect("mode");
        }
        cursor.accept("nowait");
        return new SqlUpkeep(cursor.positionFrom(first), Kind.LOCK_TABLE, names, mode, false);
    }

    /** {@code REINDEX [(options)] {INDEX | TABLE | SCHEMA | DATABASE | SYSTEM} [CONCURRENTLY] [name]}. */
    private SqlStatement reindex(Lexeme first) {
        options();
        String kind = cursor.take().text;
        if (!KINDS.contains(kind)) {
            throw cursor.unexpected();
        }
        boolean isConcurrent = cursor.accept("concurrently");
        boolean isNamed = !cursor.atEnd() && !cursor.atMark(";");
        List<SqlIdentifier> names = isNamed ? List.of(cursor.qualifiedName()) : List.of();
        return new SqlUpkeep(cursor.positionFrom(first), Kind.REINDEX, names, kind, isConcurrent);
    }

    /** {@code CLUSTER [VERBOSE] [table [USING index]]}: rows have no order of their own to be brought in. */
    private SqlStatement cluster(Lexeme first) {
        if (!options()) {
            cursor.accept("verbose");
        }
        if (cursor.atEnd() || cursor.atMark(";")) {
            return upkeep(first, Kind.CLUSTER, List.of());
        }
        SqlIdentifier table = cursor.qualifiedName();
        String index = cursor.accept("using") ? cursor.name().getSimple() : null;
        return new SqlUpkeep(cursor.positionFrom(first), Kind.CLUSTER, List.of(table), index, false);
    }

    private String mode() {
        for (String mode : MODES) {
            if (cursor.accept(mode.toLowerCase(Locale.ROOT).split(" "))) {
                return mode;
            }
        }
        throw cursor.unexpected();
    }
}
