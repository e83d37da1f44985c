package dev.millrace.server.session;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import dev.millrace.executor.engine.Cancellation;
import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PlannerSettings;
import dev.millrace.planner.Statement;
import dev.millrace.server.catalog.SessionCatalog;
import dev.millrace.server.wire.ServerMessage;

/**
 * From text to statement, through a cache that all sessions share: the planner never runs for a text seen before
 * under the same catalog version, search path and time zone.
 */
public final class Planning {

    private static final int CACHED_PLANS_MAX = 2_048;
    /** Longer texts are bulk inserts with literals, which do not come back. */
    private static final int CACHED_TEXT_MAX = 16_384;

    private final SqlCompiler compiler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Planned> cache = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Planned> eldest) {
            return size() > CACHED_PLANS_MAX;
        }
    };

    private record Key(String sql, List<SqlType> hints, long catalogVersion, List<String> searchPath, ZoneId zone) {}

    public Planning(SqlCompiler compiler) {
        this.compiler = compiler;
    }

    List<SqlCompiler.Piece> split(String script) {
        return compiler.split(script);
    }

    /** Plans one statement as the session sees the database now. */
    public Planned plan(String sql, List<SqlType> hints, Session session, Cancellation cancellation) {
        SessionCatalog catalog = session.catalog();
        Settings settings = session.settings();
        boolean isCacheable = sql.length() <= CACHED_TEXT_MAX && !catalog.snapshot().isDerived();
        Key key = new Key(sql, hints, catalog.snapshot().version(), settings.searchPath(), settings.zone());
        Planned planned = isCacheable ? find(key) : null;
        if (planned == null) {
            planned = planAnew(sql, hints, session, cancellation);
            if (isCacheable && isReusable(planned.statement())) {
                keep(key, planned);
            }
        }
        return planned;
    }

    private Planned planAnew(String sql, List<SqlType> hints, Session session, Cancellation cancellation) {
        Settings settings = session.settings();
        PlannerSettings plannerSettings = new PlannerSettings(
                settings.zone(),
                settings.searchPath(),
                session.user(),
                session.database().name(),
                cancellation::isCancelled);
        SessionCatalog catalog = session.catalog();
        Statement statement;
        try {
            statement = compiler.plan(sql, catalog, plannerSettings, hints);
        } catch (SqlException e) {
            cancellation.check();
            throw e;
        }
        return new Planned(
                statement,
                statement.parameters(),
                session.database().runner().describe(statement, session),
                catalog.snapshot().isDerived() ? -1 : catalog.snapshot().version(),
                settings.zone(),
                settings.searchPath());
    }

    /**
     * What a prepared statement is now.
     *
     * @throws SqlException 0A000 when its columns would no longer be those the client was told
     */
    Planned current(PreparedStatement prepared, Session session, Cancellation cancellation) {
        Planned planned = prepared.planned();
        Settings settings = session.settings();
        if (planned.catalogVersion() == session.catalog().snapshot().version()
                && !session.catalog().snapshot().isDerived()
                && planned.zone().equals(settings.zone())
                && planned.searchPath().equals(settings.searchPath())) {
            return planned;
        }
        Planned again = plan(prepared.sql(), prepared.hints(), session, cancellation);
        if (!sameShape(again.result(), prepared.result()) || !again.parameters().equals(prepared.parameters())) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, ServerMessage.CACHED_PLAN_CHANGED);
        }
        return again;
    }

    /** A prepared statement as it is to be executed now, its arguments in place. */
    public Statement bound(
            PreparedStatement prepared, List<Expr.Literal> arguments, Session session, Cancellation cancellation) {
        return ParameterBinding.bind(current(prepared, session, cancellation).statement(), arguments);
    }

    private static boolean sameShape(Schema left, Schema right) {
        if (left == null || right == null) {
            return left == right;
        }
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.type(i).equals(right.type(i)) || !left.field(i).name().equals(right.field(i).name())) {
                return false;
            }
        }
        return true;
    }

    /** Statements whose meaning is in their text and the catalog; cursors and prepared names are the session's own. */
    private static boolean isReusable(Statement statement) {
        return statement instanceof Statement.Query
                || statement instanceof Statement.Insert
                || statement instanceof Statement.Update
                || statement instanceof Statement.Delete
                || statement instanceof Statement.Begin
                || statement instanceof Statement.Commit
                || statement instanceof Statement.Rollback
                || statement instanceof Statement.SetSetting
                || statement instanceof Statement.ShowSetting;
    }

    private Planned find(Key key) {
        lock.lock();
        try {
            return cache.get(key);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Key key, Planned planned) {
        lock.lock();
        try {
            cache.put(key, planned);
        } finally {
            lock.unlock();
        }
    }
}
