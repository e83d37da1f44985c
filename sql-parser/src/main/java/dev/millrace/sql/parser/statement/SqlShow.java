package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SHOW setting}, {@code SHOW ALL} and the lists of what there is, such as {@code SHOW TABLES}. */
public final class SqlShow extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("SHOW", SqlKind.OTHER);

    private final Subject subject;
    private final String name;
    private final SqlIdentifier from;
    private final String like;

    public SqlShow(SqlParserPos pos, Subject subject, String name, SqlIdentifier from, String like) {
        super(pos, OPERATOR);
        this.subject = subject;
        this.name = name;
        this.from = from;
        this.like = like;
    }

    public Subject subject() {
        return subject;
    }

    /** The setting in lower case; empty for every other subject. */
    public String name() {
        return name;
    }

    /** What stands after FROM or IN: a schema, or a relation for COLUMNS; for ERRORS what stands after FOR; or null. */
    public SqlIdentifier from() {
        return from;
    }

    /** The pattern after LIKE, or null. */
    public String like() {
        return like;
    }

    /** What is shown. */
    public enum Subject {
        PARAMETER, ALL, TABLES, STREAMS, VIEWS, MATERIALIZED_VIEWS, SOURCES, SINKS, INDEXES, SCHEMAS, DATABASES,
                COLUMNS, JOBS,
        SUBSCRIPTIONS, SESSIONS, ERRORS;

        String words() {
            return name().replace('_', ' ');
        }
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(from);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("SHOW");
        if (subject == Subject.PARAMETER) {
            out.raw(name);
        } else {
            out.words(subject.words());
        }
        out.clause(subject == Subject.ERRORS ? "FOR" : "FROM", from);
        if (like != null) {
            out.words("LIKE").text(like);
        }
    }
}
