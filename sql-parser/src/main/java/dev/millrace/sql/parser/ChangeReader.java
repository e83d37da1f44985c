package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.ColumnDefinition;
import dev.millrace.sql.parser.statement.ColumnDefinition.Identity;
import dev.millrace.sql.parser.statement.ObjectKind;
import dev.millrace.sql.parser.statement.OnlyName;
import dev.millrace.sql.parser.statement.ReferenceRules;
import dev.millrace.sql.parser.statement.SequenceOptions;
import dev.millrace.sql.parser.statement.SqlAlter;
import dev.millrace.sql.parser.statement.SqlAlterSequence;
import dev.millrace.sql.parser.statement.SqlDrop;
import dev.millrace.sql.parser.statement.SqlRefreshMaterializedView;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.TableConstraint;

/** Reads statements about what exists already: DROP, ALTER, COMMENT and REFRESH. */
final class ChangeReader {
    private static final Set<String> IDENTITY_OPTIONS = Set.of(
            "generated", "increment", "minvalue", "maxvalue", "no", "start", "restart", "cache", "cycle");
    static final List<String> ROUTINES = List.of("function", "procedure", "routine", "aggregate");

    private final Cursor cursor;

    ChangeReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SqlStatement statement() {
        Lexeme first = cursor.take();
        return switch (first.text) {
            case "drop" -> drop(first);
            case "alter" -> alter(first);
            case "comment" -> new CommentReader(cursor).read(first);
            default -> refresh(first);
        };
    }

    /** The kind of object that is named next, or null when none is; its words are taken. */
    static ObjectKind optionalKind(Cursor cursor) {
        Lexeme word = cursor.peek();
        if (cursor.accept("materialized", "view")) {
            return ObjectKind.MATERIALIZED_VIEW;
        }
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind != ObjectKind.MATERIALIZED_VIEW && word.is(kind.words().toLowerCase(Locale.ROOT))) {
                cursor.take();
                return kind;
            }
        }
        return null;
    }

    static ObjectKind kind(Cursor cursor, String statement) {
        Lexeme word = cursor.peek();
        ObjectKind kind = optionalKind(cursor);
        boolean known = kind != null && kind != ObjectKind.DATABASE
                && (kind != ObjectKind.COLUMN || statement.equals("COMMENT ON"));
        if (known) {
            return kind;
        }
        if (word.form != Lexeme.Form.WORD) {
            throw SqlParseFailure.syntax(cursor.text(), word);
        }
        String what = statement + " " + word.text.toUpperCase(Locale.ROOT);
        throw cursor.unsupported(what + " is not supported", word);
    }

    private SqlStatement drop(Lexeme first) {
        for (String routine : ROUTINES) {
            if (cursor.accept(routine)) {
                return new FunctionReader(cursor).drop(first, routine);
            }
        }
        if (cursor.accept("trigger")) {
            return new TriggerReader(cursor).drop(first);
        }
        if (AccessReader.atRole(cursor) || cursor.at("owned")) {
            return new AccessReader(cursor).drop(first);
        }
        if (cursor.accept("database")) {
            return new DatabaseReader(cursor).drop(first);
        }
        SqlStatement absent = new AbsentReader(cursor).drop(first);
        if (absent != null) {
            return absent;
        }
        ObjectKind kind = kind(cursor, "DROP");
        if (kind == ObjectKind.INDEX) {
            cursor.accept("concurrently");
        }
        boolean ifExists = cursor.accept("if", "exists");
        List<SqlIdentifier> names = cursor.qualifiedNames();
        boolean cascade = cascade();
        return new SqlDrop(cursor.positionFrom(first), kind, ifExists, names, cascade);
    }

    private boolean cascade() {
        if (cursor.accept("cascade")) {
            return true;
        }
        cursor.accept("restrict");
        return false;
    }

    private SqlStatement alter(Lexeme first) {
        if (AccessReader.atRole(cursor)) {
            return new AccessReader(cursor).alter(first);
        }
        if (cursor.accept("database")) {
            return new DatabaseReader(cursor).alter(first);
        }
        if (cursor.at("default")) {
            return new AccessReader(cursor).defaults(first);
        }
        for (String routine : ROUTINES) {
            if (cursor.accept(routine)) {
                return new FunctionReader(cursor).alter(first, routine);
            }
        }
        if (cursor.accept("trigger")) {
            return new TriggerReader(cursor).rename(first);
        }
        ObjectKind kind = kind(cursor, "ALTER");
        boolean ifExists = cursor.accept("if", "exists");
        SqlIdentifier given = cursor.onlyName();
        SqlIdentifier name = OnlyName.plain(given);
        SqlStatement ability =
                kind == ObjectKind.TABLE ? new TriggerReader(cursor).ability(first, name, ifExists) : null;
        if (ability != null) {
            return ability;
        }
        if (kind == ObjectKind.SEQUENCE && !cursor.at("rename") && !cursor.at("set") && !cursor.at("owner")) {
            SequenceOptions options = new SequenceReader(cursor).options();
            return new SqlAlterSequence(cursor.positionFrom(first), ifExists, name, options);
        }
        SqlStatement domain = kind == ObjectKind.DOMAIN ? new DomainReader(cursor).alter(first, name) : null;
        if (domain != null) {
            return domain;
        }
        SqlStatement composite = kind == ObjectKind.TYPE ? new CompositeReader(cursor).alter(first, name) : null;
        if (composite != null) {
            return composite;
        }
        if (kind == ObjectKind.INDEX && cursor.accept("attach", "partition")) {
            AlterChange attach = new AlterChange.AttachIndex(cursor.qualifiedName());
            return new SqlAlter(cursor.positionFrom(first), kind, ifExists, false, name, List.of(attach));
        }
        List<AlterChange> changes =
                kind == ObjectKind.TYPE ? List.of(typeChange()) : cursor.commaList(this::change);
        return new SqlAlter(cursor.positionFrom(first), kind, ifExists, OnlyName.is(given), name, changes);
    }

    private AlterChange typeChange() {
        if (cursor.accept("add", "value")) {
            boolean ifNotExists = cursor.accept("if", "not");
            if (ifNotExists) {
                cursor.skipMarker();
                cursor.expect("exists");
            }
            String label = cursor.string();
            boolean isBefore = cursor.accept("before");
            String neighbour = isBefore || cursor.accept("after") ? cursor.string() : null;
            return new AlterChange.AddLabel(ifNotExists, label, neighbour, isBefore);
        }
        if (cursor.accept("rename", "value")) {
            String label = cursor.string();
            cursor.expect("to");
            return new AlterChange.RenameLabel(label, cursor.string());
        }
        return change();
    }

    private AlterChange change() {
        AlterChange tuning = new TuningReader(cursor).change();
        if (tuning != null) {
            return tuning;
        }
        OptionReader options = new OptionReader(cursor);
        if (cursor.accept("set", "schema")) {
            return new AlterChange.SetSchema(cursor.name());
        }
        if (cursor.accept("set")) {
            return new AlterChange.SetOptions(options.options());
        }
        if (cursor.accept("reset")) {
            return new AlterChange.ResetOptions(options.options());
        }
        if (cursor.accept("attach", "partition")) {
            return new AlterChange.ChangePartition(cursor.qualifiedName(), new PartitionReader(cursor).bound());
        }
        if (cursor.accept("detach", "partition")) {
            SqlIdentifier partition = cursor.qualifiedName();
            if (!cursor.accept("concurrently")) {
                cursor.accept("finalize");
            }
            return new AlterChange.ChangePartition(partition, null);
        }
        boolean isEnd = cursor.accept("no", "inherit");
        if (isEnd || cursor.accept("inherit")) {
            return new AlterChange.Inherit(cursor.qualifiedName(), isEnd);
        }
        if (cursor.accept("validate", "constraint")) {
            return new AlterChange.ValidateConstraint(cursor.name());
        }
        if (cursor.at("suspend") || cursor.at("resume")) {
            return new AlterChange.Suspend(cursor.take().is("suspend"));
        }
        if (cursor.accept("owner", "to")) {
            return new AlterChange.ChangeOwner(new AccessReader(cursor).role());
        }
        if (cursor.accept("rename", "to")) {
            return new AlterChange.Rename(cursor.name());
        }
        if (cursor.accept("rename", "constraint")) {
            SqlIdentifier constraint = cursor.name();
            cursor.expect("to");
            return new AlterChange.RenameConstraint(constraint, cursor.name());
        }
        if (cursor.accept("rename")) {
            cursor.accept("column");
            SqlIdentifier column = cursor.name();
            cursor.expect("to");
            return new AlterChange.RenameColumn(column, cursor.name());
        }
        if (cursor.accept("add")) {
            return add();
        }
        if (cursor.accept("drop")) {
            return dropPart();
        }
        cursor.expect("alter");
        if (cursor.accept("constraint")) {
            SqlIdentifier constraint = cursor.name();
            ReferenceRules rules = new ReferenceReader(cursor).rules();
            return new AlterChange.ChangeConstraint(constraint, rules.isDeferrable(), rules.isDeferred());
        }
        cursor.accept("column");
        return changeColumn(cursor.name());
    }

    private AlterChange add() {
        TableBodyReader body = new TableBodyReader(cursor);
        AlterChange ofIndex = keyOfIndex();
        if (ofIndex != null) {
            return ofIndex;
        }
        if (cursor.at("constraint") || cursor.at("primary") || cursor.at("unique") || cursor.at("check")
                || cursor.at("foreign")) {
            TableConstraint constraint = body.constraint();
            boolean mayWait = constraint.kind() == TableConstraint.Kind.CHECK
                    || constraint.kind() == TableConstraint.Kind.FOREIGN_KEY;
            return new AlterChange.AddConstraint(constraint, mayWait && cursor.accept("not", "valid"));
        }
        cursor.accept("column");
        boolean ifNotExists = cursor.accept("if", "not", "exists");
        List<TableConstraint> constraints = new ArrayList<>();
        ColumnDefinition column = body.column(constraints);
        return new AlterChange.AddColumn(ifNotExists, column, List.copyOf(constraints));
    }

    /** Null for any other constraint. */
    private AlterChange keyOfIndex() {
        int kind = cursor.at("constraint") ? 3 : 1;
        boolean isPrimary = cursor.peek(kind).is("primary");
        int using = kind + (isPrimary ? 2 : 1);
        if (!isPrimary && !cursor.peek(kind).is("unique") || !cursor.peek(using).is("using")) {
            return null;
        }
        SqlIdentifier name = cursor.accept("constraint") ? cursor.name() : null;
        if (isPrimary) {
            cursor.expect("primary", "key");
        } else {
            cursor.expect("unique");
        }
        cursor.expect("using", "index");
        return new AlterChange.AddKeyOfIndex(name, isPrimary, cursor.name());
    }

    private AlterChange dropPart() {
        boolean constraint = cursor.accept("constraint");
        if (!constraint) {
            cursor.accept("column");
        }
        boolean ifExists = cursor.accept("if", "exists");
        SqlIdentifier name = cursor.name();
        boolean cascade = cascade();
        return constraint
                ? new AlterChange.DropConstraint(ifExists, name, cascade)
                : new AlterChange.DropColumn(ifExists, name, cascade);
    }

    private AlterChange changeColumn(SqlIdentifier column) {
        if (cursor.accept("set", "not", "null")) {
            return new AlterChange.ChangeNotNull(column, true);
        }
        if (cursor.accept("drop", "not", "null")) {
            return new AlterChange.ChangeNotNull(column, false);
        }
        if (cursor.accept("set", "default")) {
            return new AlterChange.ChangeDefault(column, cursor.expression());
        }
        if (cursor.accept("drop", "default")) {
            return new AlterChange.ChangeDefault(column, null);
        }
        if (cursor.accept("drop", "identity")) {
            return new AlterChange.DropIdentity(column, cursor.accept("if", "exists"));
        }
        AlterChange tuning = new TuningReader(cursor).column(column);
        if (tuning != null) {
            return tuning;
        }
        if (cursor.accept("add", "generated")) {
            Identity identity = identity();
            cursor.expect("as", "identity");
            SequenceOptions options = SequenceOptions.DEFAULT;
            if (cursor.acceptMark("(")) {
                options = new SequenceReader(cursor).options();
                cursor.expectMark(")");
            }
            return new AlterChange.AddIdentity(column, identity, options);
        }
        if (cursor.at("restart") || cursor.at("set") && IDENTITY_OPTIONS.contains(cursor.peek(2).text)) {
            return changeIdentity(column);
        }
        cursor.accept("set", "data");
        cursor.expect("type");
        SqlDataTypeSpec type = cursor.type();
        SqlNode using = cursor.accept("using") ? cursor.expression() : null;
        return new AlterChange.ChangeType(column, type, using);
    }

    private Identity identity() {
        if (cursor.accept("always")) {
            return Identity.ALWAYS;
        }
        cursor.expect("by", "default");
        return Identity.BY_DEFAULT;
    }

    /** Any number of SET GENERATED, SET option and RESTART, in any order. */
    private AlterChange changeIdentity(SqlIdentifier column) {
        Identity identity = Identity.NONE;
        SequenceReader sequence = new SequenceReader(cursor);
        while (cursor.at("restart") || cursor.at("set")) {
            if (cursor.accept("set", "generated")) {
                identity = identity();
                continue;
            }
            cursor.accept("set");
            if (!sequence.option()) {
                throw cursor.unexpected();
            }
        }
        return new AlterChange.ChangeIdentity(column, identity, sequence.options());
    }

    private SqlStatement refresh(Lexeme first) {
        cursor.expect("materialized", "view");
        boolean concurrently = cursor.accept("concurrently");
        SqlIdentifier name = cursor.qualifiedName();
        if (!cursor.accept("with", "data") && cursor.at("with")) {
            throw cursor.unsupported("REFRESH MATERIALIZED VIEW ... WITH NO DATA is not supported", cursor.peek());
        }
        return new SqlRefreshMaterializedView(cursor.positionFrom(first), concurrently, name);
    }
}
