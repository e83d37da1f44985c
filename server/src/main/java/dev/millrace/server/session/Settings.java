package dev.millrace.server.session;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.data.DateStyle;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.server.catalog.SystemCatalog;

/**
 * A session's settings. SET in a transaction that is rolled back is undone; SET LOCAL ends with the transaction.
 * Values are kept as text by lower-case name.
 */
public final class Settings {

    /** What clients are told at login, and again whenever it changes. */
    public static final List<String> REPORTED = List.of(
            "application_name",
            "client_encoding",
            "DateStyle",
            "default_transaction_read_only",
            "in_hot_standby",
            "integer_datetimes",
            "IntervalStyle",
            "is_superuser",
            "server_encoding",
            "server_version",
            "session_authorization",
            "standard_conforming_strings",
            "TimeZone");

    private static final String ISOLATION = "transaction_isolation";

    /** What settings are asked that not everybody may change, or that are more than a text. */
    interface Guard {
        /** @throws SqlException 42501 when it may not be changed by who asks */
        void check(SettingDefinition definition);

        /** Whether the change is made by the guard. @param value null for DEFAULT */
        boolean takes(String key, String value, boolean isLocal);
    }

    private final String user;
    private final Map<String, String> initial;
    private Guard guard;
    /** Replaced, never changed, so that a transaction can go back to what it was. */
    private Map<String, String> session = Map.of();
    private Map<String, String> local = Map.of();
    private Map<String, String> beforeTransaction;
    private ZoneId zone;
    private DateStyle dateStyle;
    private int recursionLimit;
    private long actingRole;
    private long spokenRole;
    private List<String> searchPath;
    /** Those that were asked for since the last change: every statement asks for its timeout. */
    private final Map<String, Long> millis = new HashMap<>();
    private int version;

    /** @param initial what this server and the start-up packet say, by lower-case name; RESET returns to it */
    public Settings(String user, Map<String, String> initial) {
        this.user = user;
        this.initial = new HashMap<>();
        initial.forEach((name, value) -> this.initial.put(key(name), accepted(key(name), name, value)));
        derive();
    }

    /** From now on somebody watches over them: those of a session, whose role this is. */
    void guard(Guard watcher, long role, boolean isSuperuser) {
        guard = watcher;
        initial.put("session_authorization", user);
        initial.put(numberKey("session_authorization"), Long.toString(role));
        initial.put("is_superuser", isSuperuser ? "on" : "off");
        derive();
    }

    /** No setting that people can name. */
    private static String numberKey(String key) {
        return " " + key;
    }

    /** Number of the role of {@code role}; -1 for none. */
    long actingRole() {
        return actingRole;
    }

    /** Number of the role of {@code session_authorization}; -1 for none. */
    long spokenRole() {
        return spokenRole;
    }

    private long roleNumber(String key) {
        String number = find(numberKey(key));
        return number == null || number.isEmpty() ? -1 : Long.parseLong(number);
    }

    /** Sets {@code role} or {@code session_authorization}; the number is null for no role. */
    void become(String key, String name, Long number, boolean isSuperuser, boolean isLocal) {
        Map<String, String> values = Map.of(
                key, name, numberKey(key), number == null ? "" : number.toString(),
                "is_superuser", isSuperuser ? "on" : "off");
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (isLocal) {
                local = with(local, value.getKey(), value.getValue());
            } else {
                session = with(session, value.getKey(), value.getValue());
                local = with(local, value.getKey(), null);
            }
        }
        derive();
    }

    /** Sets a value at login: it becomes what RESET returns to. */
    void setInitial(String name, String value) {
        String key = key(name);
        if (isTaken(key, value, false)) {
            return;
        }
        initial.put(key, accepted(key, name, value));
        derive();
    }

    /** @throws SqlException 42704 unknown, 55P02 not changeable, 22023 bad value */
    public void set(String name, String value, boolean isLocal) {
        String key = key(name);
        checkChangeable(key, name);
        if (isTaken(key, value, isLocal)) {
            return;
        }
        String normal = value == null ? defaultOf(key) : accepted(key, name, value);
        keepIsolation(key);
        if (isLocal || key.equals(ISOLATION)) {
            local = with(local, key, normal);
        } else {
            session = with(session, key, normal);
            local = with(local, key, null);
        }
        derive();
    }

    /** What a transaction is it stays, though the default for others changes. */
    private void keepIsolation(String changed) {
        if (changed.equals("default_transaction_isolation")) {
            local = with(local, ISOLATION, find(ISOLATION));
        }
    }

    public void reset(String name) {
        String key = key(name);
        checkChangeable(key, name);
        if (isTaken(key, null, false)) {
            return;
        }
        keepIsolation(key);
        session = with(session, key, null);
        local = with(local, key, null);
        derive();
    }

    /** @param value null to remove */
    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        if (value == null && !settings.containsKey(key)) {
            return settings;
        }
        Map<String, String> changed = new HashMap<>(settings);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return changed;
    }

    /** All but who the session is. */
    public void resetAll() {
        session = identity(session);
        local = identity(local);
        derive();
    }

    private static Map<String, String> identity(Map<String, String> settings) {
        Map<String, String> kept = new HashMap<>(settings);
        kept.keySet().retainAll(List.of(
                "role", numberKey("role"), "session_authorization", numberKey("session_authorization"),
                "is_superuser"));
        return kept;
    }

    private boolean isTaken(String key, String value, boolean isLocal) {
        SettingDefinition definition = SettingDefinition.all().get(key);
        if (guard == null || definition == null) {
            return false;
        }
        guard.check(definition);
        return guard.takes(key, value, isLocal);
    }

    /** @throws SqlException 42704 when there is no such setting */
    public String get(String name) {
        String key = key(name);
        String value = find(key);
        if (value == null) {
            throw unknown(name);
        }
        return value;
    }

    /** Null when there is no such setting. */
    public String find(String name) {
        String key = key(name);
        String value = local.get(key);
        if (value == null) {
            value = session.get(key);
        }
        return value != null ? value : defaultOf(key);
    }

    /** As SHOW prints it. */
    public String display(String name) {
        String value = get(name);
        SettingDefinition definition = SettingDefinition.all().get(key(name));
        return definition == null ? value : definition.display(value);
    }

    /** The name as PostgreSQL spells it. */
    public static String spelling(String name) {
        SettingDefinition definition = SettingDefinition.all().get(key(name));
        return definition == null ? key(name) : definition.name();
    }

    /** Every setting's value by lower-case name, for SHOW ALL and {@code pg_settings}. */
    public Map<String, String> all() {
        Map<String, String> values = new TreeMap<>();
        SettingDefinition.all().keySet().forEach(key -> values.put(key, find(key)));
        session.keySet().forEach(key -> values.put(key, find(key)));
        local.keySet().forEach(key -> values.put(key, find(key)));
        values.keySet().removeIf(key -> key.startsWith(" ") || key.equals("role")
                || key.equals("session_authorization"));
        return values;
    }

    /** How often a recursive query may go round. */
    public int recursionLimit() {
        return recursionLimit;
    }

    public ZoneId zone() {
        return zone;
    }

    public DateStyle dateStyle() {
        return dateStyle;
    }

    /** Schemas in order; {@code $user} stands as the user's name, unless a system schema is called so. */
    public List<String> searchPath() {
        return searchPath;
    }

    /** Where names are looked up, and made, until this is called again. */
    public void lookIn(List<String> schemas) {
        searchPath = List.copyOf(schemas);
        version++;
    }

    public boolean isOn(String name) {
        return "on".equals(find(name));
    }

    /** A number of milliseconds; 0 is off. */
    public long millis(String name) {
        return millis.computeIfAbsent(name, unread -> Long.parseLong(get(name)));
    }

    void transactionBegins() {
        if (beforeTransaction == null) {
            beforeTransaction = session;
        }
    }

    void transactionEnds(boolean isCommitted) {
        boolean isUndone = !isCommitted && beforeTransaction != null && session != beforeTransaction;
        boolean changes = isUndone || !local.isEmpty();
        if (isUndone) {
            session = beforeTransaction;
        }
        beforeTransaction = null;
        local = Map.of();
        if (changes) {
            derive();
        }
    }

    /** Grows with every change. */
    int version() {
        return version;
    }

    private void derive() {
        version++;
        millis.clear();
        actingRole = roleNumber("role");
        spokenRole = roleNumber("session_authorization");
        zone = ZoneSetting.zone(find("timezone"));
        dateStyle = DateStyles.of(
                find("datestyle"), find("intervalstyle"), find("bytea_output"), find("extra_float_digits"));
        recursionLimit = Integer.parseInt(find("recursion_limit"));
        List<String> path = new ArrayList<>();
        for (String schema : SettingValues.identifiers(find("search_path"))) {
            if (!schema.equals("$user")) {
                path.add(schema);
            } else if (!SystemCatalog.SCHEMAS.contains(actingName())) {
                // Names of ours must not come before those of people.
                path.add(actingName());
            }
        }
        searchPath = List.copyOf(path);
    }

    private String actingName() {
        String role = find("role");
        String speaker = find("session_authorization");
        return role != null && !role.equals("none") ? role : speaker == null || speaker.isEmpty() ? user : speaker;
    }

    private String defaultOf(String key) {
        String value = initial.get(key);
        if (value != null) {
            return value;
        }
        if (key.equals("transaction_read_only") || key.equals("transaction_deferrable") || key.equals(ISOLATION)) {
            return find("default_" + key);
        }
        SettingDefinition definition = SettingDefinition.all().get(key);
        return definition == null ? null : definition.initial();
    }

    /** Whether it would wait for a snapshot without conflicts: every one is without, so this is only told. */
    public void setDeferrable(boolean deferrable) {
        set("transaction_deferrable", deferrable ? "on" : "off", true);
    }

    /** The isolation level that was asked for: every level is strict serializable, but people want to see theirs. */
    public void setIsolation(String level) {
        if (!level.equals(isolation())) {
            local = with(local, ISOLATION, level);
            derive();
        }
    }

    public String isolation() {
        return find(ISOLATION);
    }

    private static void checkChangeable(String key, String name) {
        SettingDefinition definition = SettingDefinition.all().get(key);
        if (definition == null && key.indexOf('.') < 0) {
            throw unknown(name);
        }
        if (definition != null && !definition.isChangeable()) {
            throw new SqlException("55P02", "parameter \"" + definition.name() + "\" cannot be changed");
        }
    }

    private String accepted(String key, String name, String value) {
        SettingDefinition definition = SettingDefinition.all().get(key);
        if (definition == null) {
            if (key.indexOf('.') < 0) {
                throw unknown(name);
            }
            return value;
        }
        String normal = definition.normalise(value);
        return key.equals("datestyle")
                ? DateStyles.accepted(definition, normal, find(key))
                : SettingValues.accepted(definition, normal);
    }

    private static SqlException unknown(String name) {
        return new SqlException(SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
    }

    private static String key(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return key.equals("time zone") ? "timezone" : key;
    }
}
