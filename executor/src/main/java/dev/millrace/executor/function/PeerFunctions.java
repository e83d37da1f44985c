package dev.millrace.executor.function;

import dev.millrace.executor.function.PeerDoor.Lock;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.SqlType.Kind;

/** What sessions tell each other and agree on: notifications and advisory locks. */
final class PeerFunctions {

    private PeerFunctions() {}

    private static PeerDoor peers() {
        return CatalogDoor.current().peers();
    }

    @SqlFunction(name = "pg_notify", strict = false, volatility = Volatility.VOLATILE,
            description = "Says something on a channel when the transaction commits.")
    static String say(String channel, String payload) {
        peers().say(channel == null ? "" : channel, payload == null ? "" : payload);
        return "";
    }

    @SqlFunction(name = "pg_listening_channels array", volatility = Volatility.VOLATILE,
            description = "The channels that the session listens to.")
    @ArrayOf(Kind.TEXT)
    static byte[] channels() {
        return SessionFunctions.texts(peers().channels());
    }

    @SqlFunction(name = "pg_notification_queue_usage", volatility = Volatility.VOLATILE,
            description = "How full the queue of all sessions is: there is none, each session has its own.")
    static double queueUsage() {
        return 0;
    }

    @SqlFunction(name = "pg_advisory_unlock_all", volatility = Volatility.VOLATILE,
            description = "Gives back all advisory locks of the session.")
    static String unlockAll() {
        peers().unlockAll();
        return "";
    }

    @SqlFunction(name = "pg_advisory_lock", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock for the session, when it is free.")
    static String lock(long key) {
        peers().lock(Lock.alone(key), false, true);
        return "";
    }

    @SqlFunction(name = "pg_advisory_lock", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock for the session, when it is free.")
    static String lock(int first, int second) {
        peers().lock(Lock.alone(first, second), false, true);
        return "";
    }

    @SqlFunction(name = "pg_try_advisory_lock", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock for the session, if it is free.")
    static boolean tryLock(long key) {
        return peers().lock(Lock.alone(key), false, false);
    }

    @SqlFunction(name = "pg_try_advisory_lock", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock for the session, if it is free.")
    static boolean tryLock(int first, int second) {
        return peers().lock(Lock.alone(first, second), false, false);
    }

    @SqlFunction(name = "pg_advisory_xact_lock", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock until the transaction ends, when it is free.")
    static String lockInTransaction(long key) {
        peers().lock(Lock.alone(key), true, true);
        return "";
    }

    @SqlFunction(name = "pg_advisory_xact_lock", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock until the transaction ends, when it is free.")
    static String lockInTransaction(int first, int second) {
        peers().lock(Lock.alone(first, second), true, true);
        return "";
    }

    @SqlFunction(name = "pg_try_advisory_xact_lock", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock until the transaction ends, if it is free.")
    static boolean tryLockInTransaction(long key) {
        return peers().lock(Lock.alone(key), true, false);
    }

    @SqlFunction(name = "pg_try_advisory_xact_lock", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock until the transaction ends, if it is free.")
    static boolean tryLockInTransaction(int first, int second) {
        return peers().lock(Lock.alone(first, second), true, false);
    }

    @SqlFunction(name = "pg_advisory_unlock", volatility = Volatility.VOLATILE,
            description = "Gives an advisory lock of the session back.")
    static boolean unlock(long key) {
        return peers().unlock(Lock.alone(key));
    }

    @SqlFunction(name = "pg_advisory_unlock", volatility = Volatility.VOLATILE,
            description = "Gives an advisory lock of the session back.")
    static boolean unlock(int first, int second) {
        return peers().unlock(Lock.alone(first, second));
    }

    @SqlFunction(name = "pg_advisory_lock_shared", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock together with others for the session, when it is free.")
    static String lockShared(long key) {
        peers().lock(Lock.shared(key), false, true);
        return "";
    }

    @SqlFunction(name = "pg_advisory_lock_shared", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock together with others for the session, when it is free.")
    static String lockShared(int first, int second) {
        peers().lock(Lock.shared(first, second), false, true);
        return "";
    }

    @SqlFunction(name = "pg_try_advisory_lock_shared", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock together with others for the session, if it is free.")
    static boolean tryLockShared(long key) {
        return peers().lock(Lock.shared(key), false, false);
    }

    @SqlFunction(name = "pg_try_advisory_lock_shared", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock together with others for the session, if it is free.")
    static boolean tryLockShared(int first, int second) {
        return peers().lock(Lock.shared(first, second), false, false);
    }

    @SqlFunction(name = "pg_advisory_xact_lock_shared", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock together with others until the transaction ends, when it is free.")
    static String lockSharedInTransaction(long key) {
        peers().lock(Lock.shared(key), true, true);
        return "";
    }

    @SqlFunction(name = "pg_advisory_xact_lock_shared", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock together with others until the transaction ends, when it is free.")
    static String lockSharedInTransaction(int first, int second) {
        peers().lock(Lock.shared(first, second), true, true);
        return "";
    }

    @SqlFunction(name = "pg_try_advisory_xact_lock_shared", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock together with others until the transaction ends, if it is free.")
    static boolean tryLockSharedInTransaction(long key) {
        return peers().lock(Lock.shared(key), true, false);
    }

    @SqlFunction(name = "pg_try_advisory_xact_lock_shared", volatility = Volatility.VOLATILE,
            description = "Takes an advisory lock together with others until the transaction ends, if it is free.")
    static boolean tryLockSharedInTransaction(int first, int second) {
        return peers().lock(Lock.shared(first, second), true, false);
    }

    @SqlFunction(name = "pg_advisory_unlock_shared", volatility = Volatility.VOLATILE,
            description = "Gives an advisory lock of the session back that was shared.")
    static boolean unlockShared(long key) {
        return peers().unlock(Lock.shared(key));
    }

    @SqlFunction(name = "pg_advisory_unlock_shared", volatility = Volatility.VOLATILE,
            description = "Gives an advisory lock of the session back that was shared.")
    static boolean unlockShared(int first, int second) {
        return peers().unlock(Lock.shared(first, second));
    }
}
