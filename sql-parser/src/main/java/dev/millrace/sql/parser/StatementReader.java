package dev.millrace.sql.parser;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.SqlCallProcedure;
import dev.millrace.sql.parser.statement.SqlDo;
import dev.millrace.sql.parser.statement.SqlExplain;
import dev.millrace.sql.parser.statement.SqlMaterializedViewPlan;
import dev.millrace.sql.parser.statement.StatementOption;

/** Reads any statement: its first words say which reader knows the rest. */
final class StatementReader {
    /** Statements of PostgreSQL that are refused by name, rather than called a syntax error. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "load", "import", "security");

    private final Cursor cursor;

    StatementReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SqlNode statement() {
        SelectInto into = SelectInto.take(cursor);
        return into == null ? plainStatement() : into.table(cursor, plainStatement());
    }

    private SqlNode plainStatement() {
        Lexeme first = cursor.peek();
        if (first.isMark("(") || cursor.atQuery() && !first.is("with")) {
            return cursor.lockedQuery(null);
        }
        if (first.form != Form.WORD) {
            throw cursor.unexpected();
        }
        return switch (first.text) {
            case "with" -> withStatement();
            case "insert", "update", "delete", "merge", "truncate" -> new ModificationReader(cursor).statement(null);
            case "create" -> new CreateReader(cursor).statement();
            case "drop", "alter", "comment", "refresh" -> new ChangeReader(cursor).statement();
            case "grant", "revoke" -> new AccessReader(cursor).grant();
            case "reassign" -> new AccessReader(cursor).reassign();
            case "subscribe" -> new SubscribeReader(cursor).statement();
            case "copy" -> new CopyReader(cursor, this).statement();
            case "explain" -> explain();
            case "set", "show", "reset", "discard", "listen", "unlisten", "notify" ->
                    new SessionReader(cursor).statement();
            case "vacuum", "analyze", "analyse", "checkpoint", "lock", "reindex", "cluster" ->
                new UpkeepReader(cursor).statement();
            case "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release" ->
                    new TransactionReader(cursor).statement();
            case "do" -> doBlock();
            case "call" -> {
                cursor.take();
                SqlNode call = cursor.expression();
                if (!(call instanceof SqlCall function)) {
                    throw cursor.unexpected();
                }
                yield new SqlCallProcedure(cursor.positionFrom(first), function);
            }
            case "prepare", "execute", "deallocate", "declare", "fetch", "move", "close" ->
                    new PreparedReader(cursor, this).statement();
            default -> throw UNSUPPORTED.contains(first.text)
                    ? cursor.unsupported(first.text.toUpperCase(Locale.ROOT) + " is not supported", first)
                    : cursor.unexpected();
        };
    }

    private SqlNode withStatement() {
        SqlNodeList with = cursor.with();
        return WithReader.atModification(cursor)
                ? new ModificationReader(cursor).statement(with)
                : cursor.lockedQuery(with);
    }

    private SqlDo doBlock() {
        Lexeme first = cursor.take();
        String language = null;
        String body = null;
        do {
            if (language == null && cursor.accept("language")) {
                language = cursor.peek().form == Form.STRING ? cursor.string() : cursor.label();
            } else if (body == null) {
                body = cursor.string();
            } else {
                throw cursor.unexpected();
            }
        } while (!cursor.atEnd() && !cursor.atMark(";"));
        if (body == null) {
            throw cursor.unexpected();
        }
        return new SqlDo(cursor.positionFrom(first), language == null ? "plpgsql" : language, body);
    }

    /** Whether the parenthesis that comes next opens options, and not a query. */
    private boolean atExplainOptions() {
        Lexeme inside = cursor.peek(2);
        return cursor.atMark("(") && !inside.isMark("(") && !inside.is("select") && !inside.is("with")
                && !inside.is("values") && !inside.is("table");
    }

    private SqlExplain explain() {
        Lexeme first = cursor.take();
        boolean analyze = false;
        boolean verbose = false;
        List<StatementOption> options = List.of();
        if (atExplainOptions()) {
            options = new OptionReader(cursor).plainOptions();
            for (StatementOption option : options) {
                analyze |= option.key().equals("analyze") && option.isOn();
                verbose |= option.key().equals("verbose") && option.isOn();
            }
        } else {
            analyze = cursor.accept("analyze") || cursor.accept("analyse");
            verbose = cursor.accept("verbose");
        }
        SqlNode statement = cursor.accept("materialized", "view")
                ? new SqlMaterializedViewPlan(cursor.positionFrom(first), cursor.qualifiedName())
                : statement();
        return new SqlExplain(cursor.positionFrom(first), analyze, verbose, options, statement);
    }
}
