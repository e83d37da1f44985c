package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.sql.parser.statement.IndexKey;
import dev.millrace.sql.parser.statement.PartitionClause;
import dev.millrace.sql.parser.statement.RoleName;
import dev.millrace.sql.parser.statement.SequenceOptions;
import dev.millrace.sql.parser.statement.SqlCreateEnum;
import dev.millrace.sql.parser.statement.SqlCreateIndex;
import dev.millrace.sql.parser.statement.SqlCreateMaterializedView;
import dev.millrace.sql.parser.statement.SqlCreateSchema;
import dev.millrace.sql.parser.statement.SqlCreateSequence;
import dev.millrace.sql.parser.statement.SqlCreateSink;
import dev.millrace.sql.parser.statement.SqlCreateStream;
import dev.millrace.sql.parser.statement.SqlCreateTable;
import dev.millrace.sql.parser.statement.SqlCreateTrigger;
import dev.millrace.sql.parser.statement.SqlCreateView;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.StatementOption;

/** Reads CREATE statements. */
final class CreateReader {
    private static final Set<String> UNSUPPORTED = Set.of("user", "constraint",
            "extension", "operator", "rule", "policy",
            "publication",
            "subscription", "server", "foreign", "cast", "collation", "language", "tablespace", "statistics",
            "event", "access", "conversion", "text", "transform");

    private final Cursor cursor;
    private final OptionReader options;

    CreateReader(Cursor cursor) {
        this.cursor = cursor;
        this.options = new OptionReader(cursor);
    }

    SqlStatement statement() {
        Lexeme first = cursor.take();
        boolean replace = cursor.accept("or", "replace");
        boolean temporary = cursor.accept("temporary") || cursor.accept("temp")
                || cursor.accept("local", "temporary") || cursor.accept("local", "temp");
        boolean isUnlogged = !temporary && (cursor.at("unlogged", "table") || cursor.at("unlogged", "sequence"))
                && cursor.accept("unlogged");
        if (cursor.accept("table")) {
            return table(first, replace, temporary, isUnlogged);
        }
        if (cursor.accept("view")) {
            return view(first, replace, temporary);
        }
        if (cursor.accept("recursive", "view")) {
            return recursiveView(first, replace, temporary);
        }
        if (!replace && cursor.accept("sequence")) {
            boolean ifNotExists = ifNotExists();
            SqlIdentifier name = cursor.qualifiedName();
            SequenceOptions sequence = new SequenceReader(cursor).options();
            return new SqlCreateSequence(
                    cursor.positionFrom(first), temporary, isUnlogged, ifNotExists, name, sequence);
        }
        if (!temporary) {
            if (cursor.accept("stream")) {
                return stream(first, replace);
            }
            if (cursor.accept("materialized")) {
                cursor.expect("view");
                return materializedView(first, replace);
            }
            if (cursor.accept("sink")) {
                return sink(first, replace);
            }
            if (cursor.accept("trigger")) {
                return new TriggerReader(cursor).create(first, replace, false);
            }
            if (cursor.accept("constraint", "trigger")) {
                return new TriggerReader(cursor).create(first, replace, true);
            }
            boolean isProcedure = cursor.accept("procedure");
            if (isProcedure || cursor.accept("function")) {
                return new FunctionReader(cursor).create(first, replace, isProcedure);
            }
            if (cursor.accept("aggregate")) {
                return new AggregateReader(cursor).create(first, replace);
            }
            if (!replace && (cursor.at("index") || cursor.at("unique"))) {
                return index(first);
            }
            if (!replace && cursor.accept("schema")) {
                return schema(first);
            }
            if (!replace && cursor.accept("type")) {
                return type(first);
            }
            if (!replace && cursor.accept("domain")) {
                return new DomainReader(cursor).create(first);
            }
            if (!replace && cursor.accept("database")) {
                return new DatabaseReader(cursor).create(first);
            }
            if (!replace && AccessReader.atRole(cursor)) {
                return new AccessReader(cursor).create(first);
            }
        }
        Lexeme kind = cursor.peek();
        if (kind.is("source")) {
            throw cursor.unexpected().withHint("What comes from elsewhere is a stream: CREATE STREAM name (columns)"
                    + " WITH (connector = 'kafka', ...).");
        }
        throw kind.form == Lexeme.Form.WORD && UNSUPPORTED.contains(kind.text)
                ? cursor.unsupported("CREATE " + kind.text.toUpperCase(Locale.ROOT) + " is not supported", kind)
                : cursor.unexpected();
    }

    private boolean ifNotExists() {
        return cursor.accept("if", "not", "exists");
    }

    private SqlStatement table(Lexeme first, boolean replace, boolean temporary, boolean isUnlogged) {
        boolean ifNotExists = ifNotExists();
        SqlIdentifier name = cursor.qualifiedName();
        TableBodyReader body = new TableBodyReader(cursor);
        List<SqlIdentifier> columnNames = List.of();
        PartitionReader partitions = new PartitionReader(cursor);
        SqlIdentifier parent = partitions.parent();
        if (parent != null) {
            body.readOverrides();
        } else if (cursor.atMark("(")) {
            if (isNameList()) {
                columnNames = cursor.namesInParentheses();
            } else {
                body.read();
            }
        }
        List<SqlIdentifier> parents = parent == null && cursor.accept("inherits") ? inherits() : List.of();
        PartitionClause partition = partitions.rest(parent);
        if (cursor.accept("using")) {
            cursor.name();
        }
        List<StatementOption> with = options.optionalWith();
        SqlCreateTable.OnCommit onCommit = cursor.accept("on", "commit") ? onCommit() : null;
        SqlNode query = null;
        boolean withData = true;
        if ((!columnNames.isEmpty() || body.isEmpty()) && cursor.at("as")) {
            cursor.take();
            query = cursor.at("execute") ? new PreparedReader(cursor, null).statement() : cursor.query();
            withData = withData();
        } else if (!columnNames.isEmpty() || body.isEmpty() && with.isEmpty() && parent == null && !body.wasRead()) {
            throw cursor.unexpected();
        }
        return new SqlCreateTable(cursor.positionFrom(first), replace, temporary, isUnlogged, ifNotExists, name,
                body.columns(), body.likes(), columnNames, body.constraints(), body.watermark(), parents, partition,
                with, onCommit, query, withData);
    }

    private List<SqlIdentifier> inherits() {
        cursor.expectMark("(");
        List<SqlIdentifier> parents = cursor.qualifiedNames();
        cursor.expectMark(")");
        return parents;
    }

    private SqlCreateTable.OnCommit onCommit() {
        for (SqlCreateTable.OnCommit what : SqlCreateTable.OnCommit.values()) {
            if (cursor.accept(what.name().toLowerCase(Locale.ROOT).split("_"))) {
                return what;
            }
        }
        throw cursor.unexpected();
    }

    /** Whether the parentheses hold names only, and AS or WITH follows: then they name the columns of a query. */
    private boolean isNameList() {
        int ahead = 2;
        while (true) {
            if (cursor.peek(ahead).form != Lexeme.Form.WORD && cursor.peek(ahead).form != Lexeme.Form.QUOTED_NAME) {
                return false;
            }
            if (cursor.peek(ahead + 1).isMark(")")) {
                Lexeme next = cursor.peek(ahead + 2);
                return next.is("as") || next.is("with") || next.is("on");
            }
            if (!cursor.peek(ahead + 1).isMark(",")) {
                return false;
            }
            ahead += 2;
        }
    }

    private boolean withData() {
        if (cursor.accept("with", "no", "data")) {
            return false;
        }
        cursor.accept("with", "data");
        return true;
    }

    private SqlStatement stream(Lexeme first, boolean replace) {
        boolean ifNotExists = ifNotExists();
        SqlIdentifier name = cursor.qualifiedName();
        TableBodyReader body = new TableBodyReader(cursor);
        if (cursor.atMark("(")) {
            body.read();
        }
        List<StatementOption> with = options.optionalWith();
        if (body.isEmpty() && with.isEmpty()) {
            throw cursor.unexpected();
        }
        return new SqlCreateStream(cursor.positionFrom(first), replace, ifNotExists, name, body.columns(),
                body.constraints(), body.watermark(), with);
    }

    private SqlStatement view(Lexeme first, boolean replace, boolean temporary) {
        boolean ifNotExists = ifNotExists();
        SqlIdentifier name = cursor.qualifiedName();
        List<SqlIdentifier> columnNames = cursor.optionalNames();
        List<StatementOption> with = options.optionalWith();
        cursor.expect("as");
        Lexeme start = cursor.peek();
        SqlNode query = cursor.query();
        String text = cursor.textFrom(start);
        return new SqlCreateView(cursor.positionFrom(first), replace, temporary, ifNotExists, name, columnNames, with,
                query, text, checkOption());
    }

    /** {@code WITH [CASCADED | LOCAL] CHECK OPTION}; null without. */
    private String checkOption() {
        if (cursor.accept("with", "local", "check", "option")) {
            return "local";
        }
        boolean isCascaded = cursor.accept("with", "cascaded", "check", "option")
                || cursor.accept("with", "check", "option");
        return isCascaded ? "cascaded" : null;
    }

    /** {@code RECURSIVE VIEW name (columns) AS query}: a view of WITH RECURSIVE, and its text is that. */
    private SqlStatement recursiveView(Lexeme first, boolean replace, boolean temporary) {
        SqlIdentifier name = cursor.qualifiedName();
        Lexeme start = cursor.peek();
        List<SqlIdentifier> columns = cursor.namesInParentheses();
        String columnsText = cursor.textFrom(start);
        cursor.expect("as");
        start = cursor.peek();
        SqlNode query = cursor.query();
        SqlIdentifier self = name.getComponent(name.names.size() - 1);
        String quoted = '"' + self.getSimple().replace("\"", "\"\"") + '"';
        String text = "WITH RECURSIVE " + quoted + columnsText + " AS (" + cursor.textFrom(start) + ") TABLE " + quoted;
        return new SqlCreateView(cursor.positionFrom(first), replace, temporary, false, name, List.of(), List.of(),
                WithReader.recursive(self, columns, query), text, checkOption());
    }

    private SqlStatement materializedView(Lexeme first, boolean replace) {
        boolean ifNotExists = ifNotExists();
        SqlIdentifier name = cursor.qualifiedName();
        List<SqlIdentifier> columnNames = cursor.optionalNames();
        List<StatementOption> with = options.optionalWith();
        cursor.expect("as");
        Lexeme start = cursor.peek();
        SqlNode query = cursor.query();
        boolean emitsOnClose = cursor.accept("emit", "on", "window", "close");
        String queryText = cursor.textFrom(start);
        boolean withData = withData();
        return new SqlCreateMaterializedView(cursor.positionFrom(first), replace, ifNotExists, name, columnNames, with,
                query, emitsOnClose, queryText, withData);
    }

    private SqlStatement sink(Lexeme first, boolean replace) {
        boolean ifNotExists = ifNotExists();
        SqlIdentifier name = cursor.qualifiedName();
        List<StatementOption> with = options.optionalWith();
        SqlIdentifier from = null;
        SqlNode query = null;
        String queryText = "";
        if (cursor.accept("from")) {
            from = cursor.qualifiedName();
        } else {
            cursor.expect("as");
            Lexeme start = cursor.peek();
            query = cursor.query();
            queryText = cursor.textFrom(start);
        }
        if (with.isEmpty()) {
            with = options.optionalWith();
        }
        return new SqlCreateSink(cursor.positionFrom(first), replace, ifNotExists, name, from, query, queryText, with);
    }

    private SqlStatement index(Lexeme first) {
        boolean unique = cursor.accept("unique");
        cursor.expect("index");
        cursor.accept("concurrently");
        boolean ifNotExists = ifNotExists();
        SqlIdentifier name = cursor.at("on") && !ifNotExists ? null : cursor.qualifiedName();
        cursor.expect("on");
        SqlIdentifier table = cursor.onlyName();
        String method = cursor.accept("using") ? cursor.name().getSimple() : null;
        cursor.expectMark("(");
        List<IndexKey> keys = cursor.commaList(this::indexKey);
        cursor.expectMark(")");
        List<SqlIdentifier> include = cursor.accept("include") ? cursor.namesInParentheses() : List.of();
        boolean areNullsEqual = cursor.accept("nulls", "not", "distinct");
        if (!areNullsEqual) {
            cursor.accept("nulls", "distinct");
        }
        List<StatementOption> with = options.optionalWith();
        SqlNode where = cursor.accept("where") ? cursor.expression() : null;
        return new SqlCreateIndex(cursor.positionFrom(first), unique, areNullsEqual, ifNotExists, name, table, method,
                keys, include, with, where);
    }

    private IndexKey indexKey() {
        return indexKey(cursor);
    }

    static IndexKey indexKey(Cursor cursor) {
        Lexeme first = cursor.peek();
        SqlNode expression = cursor.expression();
        boolean isWord = cursor.peek().form == Lexeme.Form.WORD || cursor.peek().form == Lexeme.Form.QUOTED_NAME;
        if (isWord && !cursor.at("asc") && !cursor.at("desc") && !cursor.at("nulls")) {
            PartitionReader.operatorClass(cursor);
        }
        boolean descending = cursor.accept("desc");
        if (!descending) {
            cursor.accept("asc");
        }
        Boolean nullsFirst = null;
        if (cursor.accept("nulls", "first")) {
            nullsFirst = true;
        } else if (cursor.accept("nulls", "last")) {
            nullsFirst = false;
        }
        return new IndexKey(expression, descending, nullsFirst, cursor.positionFrom(first));
    }

    private SqlStatement type(Lexeme first) {
        SqlIdentifier name = cursor.qualifiedName();
        Lexeme form = cursor.peek();
        if (cursor.at("as") && cursor.peek(2).isMark("(")) {
            cursor.take();
            return new CompositeReader(cursor).create(first, name);
        }
        if (!cursor.accept("as", "enum")) {
            throw cursor.unsupported("CREATE TYPE is not supported but for enums and composite types", form);
        }
        cursor.expectMark("(");
        List<String> labels = cursor.atMark(")") ? List.of() : cursor.commaList(cursor::string);
        cursor.expectMark(")");
        return new SqlCreateEnum(cursor.positionFrom(first), name, labels);
    }

    private SqlStatement schema(Lexeme first) {
        boolean ifNotExists = ifNotExists();
        SqlIdentifier name = cursor.at("authorization") ? null : cursor.name();
        RoleName owner = cursor.accept("authorization") ? new AccessReader(cursor).role() : null;
        List<SqlCreateSchema.Element> elements = new ArrayList<>();
        while (cursor.at("create") || cursor.at("grant")) {
            if (ifNotExists) {
                throw cursor.unsupported("CREATE SCHEMA IF NOT EXISTS cannot include schema elements", cursor.peek());
            }
            elements.add(element());
        }
        return new SqlCreateSchema(cursor.positionFrom(first), ifNotExists, name, owner, elements);
    }

    private SqlCreateSchema.Element element() {
        Lexeme first = cursor.peek();
        SqlNode statement = first.is("grant") ? new AccessReader(cursor).grant() : new CreateReader(cursor).statement();
        int rank = switch (statement) {
            case SqlCreateSequence _ -> 0;
            case SqlCreateTable _ -> 1;
            case SqlCreateView _ -> 2;
            case SqlCreateIndex _ -> 3;
            case SqlCreateTrigger _ -> 4;
            default -> 5;
        };
        if (rank == 5 && !first.is("grant")) {
            throw SqlParseFailure.syntax(cursor.text(), first);
        }
        return new SqlCreateSchema.Element(statement, cursor.textFrom(first), first.start, rank);
    }
}
