package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code SUBSCRIBE [TO] {name | (query)} [WITH (SNAPSHOT [= bool], PROGRESS [= bool])] [AS OF epoch]}: what a
 * relation holds, then every change of it.
 */
public final class SqlSubscribe extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("SUBSCRIBE", SqlKind.OTHER);

    private final SqlIdentifier name;
    private final SqlNode query;
    private final boolean snapshot;
    private final boolean progress;
    private final List<StatementOption> options;
    private final SqlNode asOf;
    private final Envelope envelope;
    private final List<SqlIdentifier> key;

    /** How changes are told, where not by weights. */
    public enum Envelope { UPSERT, DEBEZIUM }

    public SqlSubscribe(SqlParserPos pos, SqlIdentifier name, SqlNode query, boolean snapshot, boolean progress,
            List<StatementOption> options, SqlNode asOf, Envelope envelope, List<SqlIdentifier> key) {
        super(pos, OPERATOR);
        this.name = name;
        this.query = query;
        this.snapshot = snapshot;
        this.progress = progress;
        this.options = List.copyOf(options);
        this.asOf = asOf;
        this.envelope = envelope;
        this.key = List.copyOf(key);
    }

    /** The relation, or null when it is a query. */
    public SqlIdentifier name() {
        return name;
    }

    /** The query, or null when it is a named relation. */
    public SqlNode query() {
        return query;
    }

    /** Whether the contents come first; true unless switched off. */
    public boolean snapshot() {
        return snapshot;
    }

    public boolean progress() {
        return progress;
    }

    /** All options as written, for those who check their names. */
    public List<StatementOption> options() {
        return options;
    }

    /** The expression after AS OF, or null. */
    public SqlNode asOf() {
        return asOf;
    }

    /** Null for changes with their weights. */
    public Envelope envelope() {
        return envelope;
    }

    /** What was given as the envelope's key; none when nothing was. */
    public List<SqlIdentifier> key() {
        return key;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(name, query, asOf);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("SUBSCRIBE TO").node(name);
        if (query != null) {
            out.queryInParentheses(query);
        }
        if (envelope != null) {
            out.words("ENVELOPE").words(envelope.name());
            if (!key.isEmpty()) {
                out.words("(KEY").nodesInParentheses(key).words(")");
            }
        }
        out.options("WITH", options).clause("AS OF", asOf);
    }
}
