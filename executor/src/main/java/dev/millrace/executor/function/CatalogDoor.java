package dev.millrace.executor.function;

import java.util.List;

import dev.millrace.executor.data.ObjectSpelling;
import dev.millrace.executor.plan.FunctionSignature.Volatility;
import dev.millrace.executor.plan.Guise;
import dev.millrace.executor.plan.SqlException;

/**
 * What functions may ask the session that calls them and its database's catalog. Bound around everything a session
 * does on its own thread; what runs elsewhere, a view for example, has none, and such functions are {@link
 * Volatility#VOLATILE} so that no view contains one.
 */
public interface CatalogDoor extends ObjectSpelling {

    ScopedValue<CatalogDoor> SESSION = ScopedValue.newInstance();

    /** @throws SqlException 0A000 where no session is */
    static CatalogDoor current() {
        if (!SESSION.isBound()) {
            throw SqlException.unsupported("a function of the session or the catalog here");
        }
        return SESSION.get();
    }

    /**
     * Whether an object is found by its bare name.
     *
     * @param catalog the catalog that numbers it, such as {@code pg_class}
     * @return null when there is no such object
     */
    Boolean isVisible(String catalog, long oid);

    /** The name of an object, qualified where its bare name would not find it; null when there is none. */
    String name(String catalog, long oid);

    /**
     * The number of the object that a name, as written in SQL, means; null when there is none.
     *
     * @throws SqlException 42602, 42601 when it is not a name
     */
    Long find(String catalog, String name);

    /** As {@link #find}, with PostgreSQL's error when there is none. */
    long need(String catalog, String name);

    @Override
    default String spell(Guise guise, long oid) {
        if (oid == 0) {
            return "-";
        }
        String name = name(guise.catalog(), oid);
        if (name == null) {
            return Long.toString(oid);
        }
        return guise == Guise.FUNCTION_WITH_ARGUMENTS ? name + "(" + functionArguments(oid, false) + ")" : name;
    }

    @Override
    default long read(Guise guise, String text) {
        return text.equals("-") ? 0 : need(guise.catalog(), text);
    }

    /** CREATE INDEX, or one of its columns ({@code column > 0}); null when there is no such index. */
    String indexDefinition(long index, int column, boolean isPretty);

    /** An expression over a relation's columns, with no more parentheses than a reader needs. */
    String expression(String text, long relation);

    /**
     * How an index orders one of its columns ({@code column > 0}), as {@code pg_index.indoption} says it; 0 for the
     * index itself; null when there is no such index or column.
     */
    Integer indexOrder(long index, int column);

    /**
     * A view's query; null when there is no such view.
     *
     * @param width what fits into a line
     */
    String viewDefinition(long view, boolean isPretty, int width);

    /** What a partitioned table tells its rows apart by; null for any other. */
    String partitionKey(long table);

    /** What is true of a partition's rows, and of no others of the whole table; null for what is no partition. */
    String partitionCondition(long table);

    /** A partition and what it is of, up to the whole table; none for what is no partition and has none. */
    List<Long> partitionAncestors(long table);

    /** The same, what it is a part of or null, whether it has none itself, and its level, of a table and its parts. */
    List<List<String>> partitionTree(long table);

    /** Which statements may change a relation's rows, as bits: 4 for UPDATE, 8 for INSERT, 16 for DELETE. */
    int updatability(long relation, boolean isByTriggers);

    /** Whether a column, by its number from 1, can be written. */
    boolean isUpdatable(long relation, int column, boolean isByTriggers);

    /** As in ALTER TABLE; null when there is no such constraint. */
    String constraintDefinition(long constraint, boolean isPretty);

    /** CREATE TRIGGER; null when there is none of that number. */
    String triggerDefinition(long trigger, boolean isPretty);

    /** The type a function returns; null when there is no such function. */
    String functionResult(long function);

    /** A function's parameters; null when there is no such function. */
    String functionArguments(long function, boolean hasDefaults);

    /** The statement that makes a function of people's; null when there is no such function. */
    String functionDefinition(long function);

    String functionDescription(long function);

    /** An object in words, {@code table customer}; null when there is none. @param column its number, or 0 */
    String describe(long catalog, long object, int column);

    /** Kind, schema, name and identity of an object, each may be null; null when there is none. */
    List<String> identify(long catalog, long object, int column);

    /**
     * Start, minimum, maximum, increment, whether it cycles, cache, type.
     *
     * @throws SqlException 42809 when it is no sequence
     */
    List<String> sequenceParameters(long sequence);

    /** What COMMENT ON said of a relation or schema, or of a column by its number; null for nothing. */
    String comment(long object, int column);

    /** Bytes on disk, about; null when there is no such relation. */
    Long sizeBytes(long relation);

    /** Bytes of everything in a database, or in all for 0. */
    long databaseBytes(long database);

    /** Takes the next value of a sequence. */
    long nextValue(long sequence);

    /** @throws SqlException 55000 when the session has taken none */
    long currentValue(long sequence);

    long lastValue();

    void setValue(long sequence, long value, boolean isCalled);

    /** The value given out last, or, when {@code orFirst}, what comes first; else null. */
    Long sequencePosition(long sequence, boolean orFirst);

    /** The qualified name of the sequence that numbers a column; null when there is none. */
    String serialSequence(String table, String column);

    /** Number of the role that the session acts as. */
    long currentRole();

    /**
     * Whether a role has one of some privileges.
     *
     * @param kind {@code table}, {@code any column}, {@code column}, {@code sequence}, {@code schema}, {@code
     *     database}
     * @param role 0 for what everybody has
     * @param column number of the column, or 0
     * @param privileges names parted by commas, each with {@code WITH GRANT OPTION} or without
     * @return null when there is no such object
     * @throws SqlException 22023 for a privilege that does not exist
     */
    Boolean hasPrivilege(String kind, long role, long object, int column, String privileges);

    /**
     * What everybody may do with a new object of an owner, as {@code aclitem[]}.
     *
     * @param kind a letter of PostgreSQL's: {@code r} for tables, {@code n} for schemas
     * @return null for a kind that there is not
     */
    List<String> initialAcl(String kind, long owner);

    /** @throws SqlException 42703 when the relation has no such column */
    int columnNumber(long relation, String column);

    /** Whether a role is a member of another, or has its rights. */
    boolean hasRole(long member, long role, String privileges);

    /** The value of a setting; null when there is none and that is no error. */
    String setting(String name, boolean mayBeMissing);

    /** Sets it as SET and SET LOCAL do and returns the value. */
    String set(String name, String value, boolean isLocal);

    /** The search path's schemas that exist. */
    List<String> schemas(boolean withImplicit);

    int processId();

    /** Microseconds since 1970-01-01 00:00 UTC. */
    long serverStartMicros();

    /** Cancels another session's statement, or ends the session; false when there is none. */
    boolean signal(int processId, boolean ends);

    /** Waits, unless the statement is cancelled. */
    void sleep(double seconds);

    /** The epoch that the session's transaction reads. */
    long epoch();

    /** To other sessions. */
    PeerDoor peers();
}
