package dev.millrace.planner.bind;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.executor.plan.Identifier;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TransactionModes;
import dev.millrace.sql.parser.statement.SqlBegin;
import dev.millrace.sql.parser.statement.SqlCloseCursor;
import dev.millrace.sql.parser.statement.SqlCommit;
import dev.millrace.sql.parser.statement.SqlDeallocate;
import dev.millrace.sql.parser.statement.SqlDiscard;
import dev.millrace.sql.parser.statement.SqlFetch;
import dev.millrace.sql.parser.statement.SqlListen;
import dev.millrace.sql.parser.statement.SqlNotify;
import dev.millrace.sql.parser.statement.SqlReleaseSavepoint;
import dev.millrace.sql.parser.statement.SqlReset;
import dev.millrace.sql.parser.statement.SqlRollback;
import dev.millrace.sql.parser.statement.SqlRollbackTo;
import dev.millrace.sql.parser.statement.SqlSavepoint;
import dev.millrace.sql.parser.statement.SqlSet;
import dev.millrace.sql.parser.statement.SqlSetConstraints;
import dev.millrace.sql.parser.statement.SqlSetTransaction;
import dev.millrace.sql.parser.statement.SqlShow;
import dev.millrace.sql.parser.statement.SqlShowCreate;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.SqlUnlisten;
import dev.millrace.sql.parser.statement.StatementOption;

/** Statements that only concern the session: transactions, settings, cursors. Nothing in them needs the catalog. */
final class SessionBinder {

    private final Binding binding;

    SessionBinder(Binding binding) {
        this.binding = binding;
    }

    /** As one text; null for DEFAULT. Names in a search path stand as SQL would have to write them. */
    static String value(SqlSet set) {
        if (set.values().isEmpty()) {
            return null;
        }
        return set.values().stream()
                .map(value -> set.name().equals("search_path") ? Identifier.quoted(value) : value)
                .collect(Collectors.joining(", "));
    }

    private static TransactionModes modes(dev.millrace.sql.parser.statement.TransactionModes written) {
        return new TransactionModes(
                Optional.ofNullable(written.isolation()),
                Optional.ofNullable(written.readOnly()),
                Optional.ofNullable(written.deferrable()));
    }

    Statement bind(SqlStatement statement) {
        return switch (statement) {
            case SqlBegin begin ->
                new Statement.Begin(
                        modes(begin.modes()),
                        begin.isStart() ? "START TRANSACTION" : "BEGIN");
            case SqlCommit commit -> new Statement.Commit(commit.chain());
            case SqlRollback rollback -> new Statement.Rollback(rollback.chain());
            case SqlSavepoint savepoint ->
                new Statement.Savepoint(Statement.Savepoint.Kind.SAVEPOINT, savepoint.name().getSimple());
            case SqlReleaseSavepoint release ->
                new Statement.Savepoint(Statement.Savepoint.Kind.RELEASE, release.name().getSimple());
            case SqlRollbackTo rollback ->
                new Statement.Savepoint(Statement.Savepoint.Kind.ROLLBACK_TO, rollback.name().getSimple());
            case SqlSetConstraints set -> new Statement.SetConstraints(
                    set.names().stream().map(StatementBinder::name).toList(), set.deferred());
            case SqlSetTransaction set ->
                new Statement.SetTransaction(set.session(), modes(set.modes()));
            case SqlSet set ->
                new Statement.SetSetting(set.name(), value(set), set.local());
            case SqlReset reset -> new Statement.Reset(reset.name());
            case SqlShow show -> show(show);
            case SqlShowCreate show ->
                new Statement.ShowObjects(
                        show.kind() == null ? "CREATE" : "CREATE " + show.kind().words(),
                        StatementBinder.name(show.name()));
            case SqlDiscard discard -> new Statement.Discard(discard.what().name());
            case SqlDeallocate deallocate ->
                new Statement.Deallocate(deallocate.name() == null ? null : deallocate.name().getSimple());
            case SqlCloseCursor close ->
                new Statement.CloseCursor(close.name() == null ? null : close.name().getSimple());
            case SqlFetch fetch -> fetch(fetch);
            case SqlListen listen -> channel(Statement.Channel.Kind.LISTEN, listen.channel(), "");
            case SqlUnlisten unlisten -> channel(Statement.Channel.Kind.UNLISTEN, unlisten.channel(), "");
            case SqlNotify notify -> channel(Statement.Channel.Kind.NOTIFY, notify.channel(), notify.payload());
            default -> {
                String name = statement.getOperator().getName().toUpperCase(Locale.ROOT);
                throw SqlException.unsupported(name).at(binding.at(statement));
            }
        };
    }

    private Statement show(SqlShow show) {
        if (show.like() != null) {
            throw SqlException.unsupported("SHOW ... LIKE").at(binding.at(show));
        }
        return switch (show.subject()) {
            case PARAMETER -> new Statement.ShowSetting(show.name());
            case ALL -> new Statement.ShowSetting("all");
            default ->
                new Statement.ShowObjects(
                        show.subject().name().replace('_', ' '),
                        show.from() == null ? null : StatementBinder.name(show.from()));
        };
    }

    /** @param name null for all */
    private static Statement channel(Statement.Channel.Kind kind, SqlIdentifier name, String payload) {
        return new Statement.Channel(kind, name == null ? null : StatementBinder.name(name), payload);
    }

    private Statement fetch(SqlFetch fetch) {
        Statement.Fetch.Direction direction = Statement.Fetch.Direction.valueOf(fetch.direction().name());
        long count = fetch.count() == null ? Long.MAX_VALUE : fetch.count();
        if (count < 0 && direction == Statement.Fetch.Direction.FORWARD) {
            direction = Statement.Fetch.Direction.BACKWARD;
            count = -count;
        } else if (count < 0 && direction == Statement.Fetch.Direction.BACKWARD) {
            direction = Statement.Fetch.Direction.FORWARD;
            count = -count;
        }
        String timeout = null;
        for (StatementOption option : fetch.options()) {
            if (!option.key().equals("timeout")) {
                throw new SqlException(
                        SqlState.SYNTAX_ERROR, "unrecognized FETCH option \"" + option.key() + "\"")
                        .at(binding.source.position(option.pos()));
            }
            timeout = option.value();
        }
        return new Statement.Fetch(fetch.cursor().getSimple(), direction, count, fetch.move(), timeout);
    }
}
