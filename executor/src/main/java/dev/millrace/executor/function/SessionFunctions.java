package dev.millrace.executor.function;

import java.util.List;

import dev.millrace.executor.data.ArrayForm;
import dev.millrace.executor.data.ColumnBuilder;
import dev.millrace.executor.data.Interval;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.executor.plan.SqlType.Kind;

import static dev.millrace.executor.plan.SqlType.Kind.TIMESTAMPTZ;
import static dev.millrace.executor.plan.SqlType.Kind.UNKNOWN;

/** What a session knows of itself and its server. */
final class SessionFunctions {

    private SessionFunctions() {}

    @SqlFunction(name = "current_setting", description = "The value of a setting.", volatility = Volatility.VOLATILE)
    static String setting(String name) {
        return CatalogDoor.current().setting(name, false);
    }

    @SqlFunction(
            name = "current_setting",
            description = "The value of a setting, or NULL when there is none.",
            volatility = Volatility.VOLATILE)
    static String setting(String name, boolean mayBeMissing) {
        return CatalogDoor.current().setting(name, mayBeMissing);
    }

    @SqlFunction(
            name = "set_config",
            strict = false,
            description = "Sets a setting, for the session or the transaction.",
            volatility = Volatility.VOLATILE)
    static String setConfig(String name, String value, @As(UNKNOWN) String isLocal) {
        boolean local = isLocal != null && (isLocal.equals("t") || isLocal.equals("true"));
        return name == null ? null : CatalogDoor.current().set(name, value == null ? "" : value, local);
    }

    @SqlFunction(
            name = "current_schemas",
            description = "The schemas of the search path that exist.",
            volatility = Volatility.VOLATILE)
    @ArrayOf(Kind.TEXT)
    @Guised(Guise.NAME)
    static byte[] schemas(boolean withImplicit) {
        return texts(CatalogDoor.current().schemas(withImplicit));
    }

    static byte[] texts(List<String> texts) {
        ColumnBuilder column = new ColumnBuilder(SqlType.Layout.BYTES);
        for (String text : texts) {
            if (text == null) {
                column.appendNull();
            } else {
                column.appendText(text);
            }
        }
        return ArrayForm.encode(column.build());
    }

    @SqlFunction(name = "pg_backend_pid", description = "The number of this session.",
            volatility = Volatility.VOLATILE)
    static int processId() {
        return CatalogDoor.current().processId();
    }

    @SqlFunction(name = "pg_postmaster_start_time", description = "When the server started.",
            volatility = Volatility.VOLATILE)
    @As(TIMESTAMPTZ)
    static long serverStart() {
        return CatalogDoor.current().serverStartMicros();
    }

    @SqlFunction(name = "pg_conf_load_time", description = "When the server read its configuration: at its start.",
            volatility = Volatility.VOLATILE)
    @As(TIMESTAMPTZ)
    static long configured() {
        return CatalogDoor.current().serverStartMicros();
    }

    @SqlFunction(name = "pg_cancel_backend", description = "Cancels what another session does.",
            volatility = Volatility.VOLATILE)
    static boolean cancel(int processId) {
        return CatalogDoor.current().signal(processId, false);
    }

    @SqlFunction(name = "pg_terminate_backend", description = "Ends another session.",
            volatility = Volatility.VOLATILE)
    static boolean terminate(int processId) {
        return CatalogDoor.current().signal(processId, true);
    }

    @SqlFunction(name = "pg_sleep", description = "Waits so many seconds; returns nothing.",
            volatility = Volatility.VOLATILE)
    static String sleep(double seconds) {
        CatalogDoor.current().sleep(seconds);
        return "";
    }

    @SqlFunction(name = "pg_sleep_for", description = "Waits for an interval; returns nothing.",
            volatility = Volatility.VOLATILE)
    static String sleep(Interval time) {
        return sleep((time.months() * 30.0 + time.days()) * 86_400 + time.micros() / 1e6);
    }

    @SqlFunction(name = "pg_sleep_until", description = "Waits for a moment; returns nothing.",
            volatility = Volatility.VOLATILE)
    static String sleepUntil(@As(Kind.TIMESTAMPTZ) long moment) {
        return sleep((moment - SystemFunctions.clock()) / 1e6);
    }

    @SqlFunction(name = "pg_blocking_pids", description = "The sessions that a session waits for: it waits for none.",
            volatility = Volatility.VOLATILE)
    @ArrayOf(Kind.INTEGER)
    static byte[] blocking(int processId) {
        return new byte[0];
    }

    @SqlFunction(name = "pg_trigger_depth", description = "How deep in triggers this is: there are none.",
            volatility = Volatility.STABLE)
    static int triggerDepth() {
        return 0;
    }

    @SqlFunction(name = "pg_stat_clear_snapshot", description = "Nothing: statistics are what they are now.",
            volatility = Volatility.VOLATILE)
    static String clearStatistics() {
        return "";
    }

    @SqlFunction(
            name = {"txid_current", "pg_current_xact_id"},
            description = "The epoch that the transaction reads.",
            volatility = Volatility.VOLATILE)
    static long epoch() {
        return CatalogDoor.current().epoch();
    }

    @SqlFunction(name = "inet_client_addr", description = "The address of the client.",
            volatility = Volatility.VOLATILE)
    static String clientAddress() {
        return CatalogDoor.current().peers().address(false);
    }

    @SqlFunction(name = "inet_server_addr", description = "The address that the client speaks to.",
            volatility = Volatility.VOLATILE)
    static String serverAddress() {
        return CatalogDoor.current().peers().address(true);
    }

    @SqlFunction(name = "inet_client_port", description = "The port of the client.",
            volatility = Volatility.VOLATILE)
    static Integer clientPort() {
        return CatalogDoor.current().peers().port(false);
    }

    @SqlFunction(name = "inet_server_port", description = "The port that the client speaks to.",
            volatility = Volatility.VOLATILE)
    static Integer serverPort() {
        return CatalogDoor.current().peers().port(true);
    }
}
