package dev.millrace.server.session;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.executor.data.DateStyle;
import dev.millrace.executor.plan.SqlException;

/**
 * A session's settings. SET in a transaction that is rolled back is undone; SET LOCAL ends with the transaction.
 * Values are kept as text by lower-case name.
 */
public final class Settings {

    /** What clients are told at login, and again whenever it changes. */
    public static final List<String> REPORTED = List.of(
            "application_name", "client_encoding", "DateStyle", "default_transaction_read_only",
            "in_hot_standby", "integer_datetimes", "IntervalStyle", "is_superuser", "server_encoding",
            "server_version", "session_authorization", "standard_conforming_strings", "TimeZone");

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
    /** Of those of {@link #initial} that this server's own settings do not say. */
    private final Map<String, String> sources = new HashMap<>();
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
        initial.forEach((name, value) -> this.initial.put(
                SettingNames.key(name), SettingNames.accepted(SettingNames.key(name), name, value, find("datestyle"))));
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
    static String numberKey(String key) {
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
        String key = SettingNames.key(name);
        if (isTaken(key, value, false)) {
            return;
        }
        initial.put(key, SettingNames.accepted(key, name, value, find("datestyle")));
        sources.put(key, "client");
        derive();
    }

    /** The same of what was kept for the session's role or database, by who had the right. @param source of that */
    void setKept(String name, String value, String source) {
        String key = SettingNames.key(name);
        SettingNames.checkChangeable(key, name);
        // What a transaction is, another setting says.
        if (key.startsWith("transaction_")
                || SettingDefinition.all().containsKey(key) && guard.takes(key, value, false)) {
            return;
        }
        initial.put(key, SettingNames.accepted(key, name, value, find("datestyle")));
        sources.put(key, source);
        derive();
    }

    /** @throws SqlException as {@link #set} does, which this leaves undone; the value is null for none */
    public void checkValue(String name, String value) {
        String key = SettingNames.key(name);
        SettingNames.checkChangeable(key, name);
        SettingDefinition definition = SettingDefinition.all().get(key);
        if (definition != null) {
            guard.check(definition);
        }
        boolean isWho = key.equals("role") || key.equals("session_authorization");
        if (value != null && !isWho) {
            SettingNames.accepted(key, name, value, find("datestyle"));
        }
    }

    /** Where the value comes from, as {@code pg_settings} says it. */
    public String source(String key) {
        if (key.startsWith("transaction_")) {
            return "override";
        }
        if (local.containsKey(key) || session.containsKey(key)) {
            return "session";
        }
        return initial.containsKey(key) ? sources.getOrDefault(key, "configuration file") : "default";
    }

    /** What RESET returns to. */
    public String resetValue(String key) {
        return defaultOf(key);
    }

    /** @throws SqlException 42704 unknown, 55P02 not changeable, 22023 bad value */
    public void set(String name, String value, boolean isLocal) {
        String key = SettingNames.key(name);
        SettingNames.checkChangeable(key, name);
        if (isTaken(key, value, isLocal)) {
            return;
        }
        String normal = value == null ? defaultOf(key) : SettingNames.accepted(key, name, value, find("datestyle"));
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

    /** What holds until the transaction ends. */
    Map<String, String> passing() {
        return local;
    }

    /** Lets what was set for a time since then hold no longer; what was set for the session stays. */
    void putBack(String name, Map<String, String> passing) {
        String key = SettingNames.key(name);
        if (local.containsKey(key)) {
            local = with(local, key, passing.get(key));
            derive();
        }
    }

    public void reset(String name) {
        String key = SettingNames.key(name);
        SettingNames.checkChangeable(key, name);
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
        String key = SettingNames.key(name);
        String value = find(key);
        if (value == null) {
            throw SettingNames.unknown(name);
        }
        return value;
    }

    /** Null when there is no such setting. */
    public String find(String name) {
        String key = SettingNames.key(name);
        String value = local.get(key);
        if (value == null) {
            value = session.get(key);
        }
        return value != null ? value : defaultOf(key);
    }

    /** As SHOW prints it. */
    public String display(String name) {
        String value = get(name);
        SettingDefinition definition = SettingDefinition.all().get(SettingNames.key(name));
        return definition == null ? value : definition.display(value);
    }

    public static String spelling(String name) {
        return SettingNames.spelling(name);
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
        searchPath = SettingValues.searchPath(find("search_path"), actingName());
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
}
