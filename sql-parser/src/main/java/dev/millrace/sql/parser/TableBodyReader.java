package dev.millrace.sql.parser;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.statement.ColumnDefinition;
import dev.millrace.sql.parser.statement.ColumnDefinition.Identity;
import dev.millrace.sql.parser.statement.LikeClause;
import dev.millrace.sql.parser.statement.ReferenceRules;
import dev.millrace.sql.parser.statement.SequenceOptions;
import dev.millrace.sql.parser.statement.TableConstraint;
import dev.millrace.sql.parser.statement.TableConstraint.Kind;
import dev.millrace.sql.parser.statement.Watermark;

/** Reads columns, constraints and the watermark of a table or a stream. */
final class TableBodyReader {
    private final Cursor cursor;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<TableConstraint> constraints = new ArrayList<>();
    private final List<LikeClause> likes = new ArrayList<>();
    private Watermark watermark;
    private boolean wasRead;

    TableBodyReader(Cursor cursor) {
        this.cursor = cursor;
    }

    List<ColumnDefinition> columns() {
        return columns;
    }

    List<TableConstraint> constraints() {
        return constraints;
    }

    List<LikeClause> likes() {
        return likes;
    }

    Watermark watermark() {
        return watermark;
    }

    /** Whether there were parentheses: a table may have no columns. */
    boolean wasRead() {
        return wasRead;
    }

    boolean isEmpty() {
        return columns.isEmpty() && likes.isEmpty() && constraints.isEmpty() && watermark == null;
    }

    /** Constraints and defaults that a partition gives its parent's columns; none where there are no parentheses. */
    void readOverrides() {
        if (!cursor.acceptMark("(")) {
            return;
        }
        do {
            if (atConstraint()) {
                constraints.add(constraint());
            } else {
                Lexeme first = cursor.peek();
                SqlIdentifier name = cursor.name();
                cursor.accept("with", "options");
                columns.add(column(first, name, null, constraints));
            }
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
    }

    /** What stands in the parentheses, and these. */
    void read() {
        wasRead = true;
        cursor.expectMark("(");
        if (cursor.acceptMark(")")) {
            return;
        }
        do {
            element();
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
    }

    private void element() {
        if (atConstraint()) {
            constraints.add(constraint());
        } else if (cursor.at("watermark", "for")) {
            Lexeme first = cursor.peek();
            if (watermark != null) {
                throw cursor.unexpected();
            }
            cursor.expect("watermark", "for");
            SqlIdentifier column = cursor.name();
            cursor.expect("as");
            SqlNode expression = cursor.expression();
            watermark = new Watermark(column, expression, cursor.positionFrom(first));
        } else if (cursor.at("like")) {
            likes.add(like());
        } else {
            column();
        }
    }

    private LikeClause like() {
        Lexeme first = cursor.take();
        SqlIdentifier relation = cursor.qualifiedName();
        Set<LikeClause.Part> parts = EnumSet.noneOf(LikeClause.Part.class);
        boolean includes = cursor.accept("including");
        while (includes || cursor.accept("excluding")) {
            Set<LikeClause.Part> named = likeParts();
            if (includes) {
                parts.addAll(named);
            } else {
                parts.removeAll(named);
            }
            includes = cursor.accept("including");
        }
        return new LikeClause(relation, parts, columns.size(), cursor.positionFrom(first));
    }

    private Set<LikeClause.Part> likeParts() {
        if (cursor.accept("all")) {
            return EnumSet.allOf(LikeClause.Part.class);
        }
        for (LikeClause.Part part : LikeClause.Part.values()) {
            if (cursor.accept(part.name().toLowerCase(Locale.ROOT))) {
                return EnumSet.of(part);
            }
        }
        throw cursor.unexpected();
    }

    private boolean atConstraint() {
        return cursor.at("constraint") || cursor.at("primary") || cursor.at("unique") || cursor.at("check")
                || cursor.at("foreign") || atExclusion();
    }

    /** And not at a column of that name. */
    private boolean atExclusion() {
        return cursor.at("exclude", "using") || cursor.at("exclude") && cursor.peek(2).text.equals("(");
    }

    /** A constraint that stands by itself. */
    TableConstraint constraint() {
        Lexeme first = cursor.peek();
        SqlIdentifier name = cursor.accept("constraint") ? cursor.name() : null;
        if (cursor.accept("primary")) {
            cursor.expect("key");
            return keyConstraint(Kind.PRIMARY_KEY, name, first);
        }
        if (cursor.accept("unique")) {
            return keyConstraint(Kind.UNIQUE, name, first);
        }
        if (cursor.accept("check")) {
            return checkConstraint(name, first);
        }
        if (cursor.accept("exclude")) {
            return exclusion(name, first);
        }
        cursor.expect("foreign", "key");
        List<SqlIdentifier> constrained = cursor.namesInParentheses();
        return references(name, constrained, first);
    }

    private TableConstraint keyConstraint(Kind kind, SqlIdentifier name, Lexeme first) {
        boolean areNullsEqual = kind == Kind.UNIQUE && nullsEqual();
        List<SqlIdentifier> names = cursor.namesInParentheses();
        List<SqlIdentifier> include = cursor.accept("include") ? cursor.namesInParentheses() : List.of();
        notEnforced();
        ofIndex();
        return new TableConstraint(kind, name, names, areNullsEqual, include, waits(), cursor.positionFrom(first));
    }

    private boolean nullsEqual() {
        boolean areEqual = cursor.accept("nulls", "not", "distinct");
        if (!areEqual) {
            cursor.accept("nulls", "distinct");
        }
        return areEqual;
    }

    /** How the index of a key is stored. */
    private void ofIndex() {
        new OptionReader(cursor).optionalWith();
        if (cursor.accept("using", "index", "tablespace")) {
            cursor.name();
        }
    }

    /** Whether a transaction may leave a key to its end. */
    private ReferenceRules waits() {
        return new ReferenceReader(cursor).waits();
    }

    /** What stands behind EXCLUDE. */
    private TableConstraint exclusion(SqlIdentifier name, Lexeme first) {
        String method = cursor.accept("using") ? cursor.name().getSimple() : "btree";
        List<SqlIdentifier> columns = new ArrayList<>();
        List<String> operators = new ArrayList<>();
        cursor.expectMark("(");
        do {
            Lexeme at = cursor.peek();
            boolean isColumn = at.form != Form.MARK && cursor.peek(2).is("with");
            if (!isColumn) {
                throw cursor.unsupported("what is not a column in an exclusion constraint is not supported", at);
            }
            columns.add(cursor.name());
            cursor.expect("with");
            operators.add(operator());
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        ofIndex();
        SqlNode where = cursor.accept("where") ? cursor.expressionInParentheses() : null;
        return new TableConstraint(
                name, columns, new TableConstraint.Exclusion(method, operators), where, waits(),
                cursor.positionFrom(first));
    }

    private String operator() {
        boolean isLong = cursor.accept("operator");
        if (isLong) {
            cursor.expectMark("(");
            if (cursor.accept("pg_catalog")) {
                cursor.expectMark(".");
            }
        }
        Lexeme operator = cursor.take();
        if (operator.form != Form.OPERATOR && operator.form != Form.MARK) {
            throw SqlParseFailure.syntax(cursor.text(), operator);
        }
        if (isLong) {
            cursor.expectMark(")");
        }
        return operator.text;
    }

    private TableConstraint checkConstraint(SqlIdentifier name, Lexeme first) {
        SqlNode condition = cursor.expressionInParentheses();
        boolean isNoInherit = cursor.accept("no", "inherit");
        return new TableConstraint(
                Kind.CHECK, name, List.of(), condition, null, List.of(), ReferenceRules.DEFAULT, isNoInherit,
                cursor.positionFrom(first));
    }

    private TableConstraint references(SqlIdentifier name, List<SqlIdentifier> constrained, Lexeme first) {
        cursor.expect("references");
        SqlIdentifier table = cursor.qualifiedName();
        List<SqlIdentifier> referenced = cursor.optionalNames();
        ReferenceRules rules = new ReferenceReader(cursor).rules();
        return new TableConstraint(Kind.FOREIGN_KEY, name, constrained, null, table, referenced, rules,
                cursor.positionFrom(first));
    }

    /** NOT ENFORCED: the writer vouches for the key, as other streaming systems have it; taken, and not believed. */
    private void notEnforced() {
        cursor.accept("not", "enforced");
    }

    private void column() {
        columns.add(column(constraints));
    }

    /** A column; the constraints beside it are added to the given list. */
    ColumnDefinition column(List<TableConstraint> into) {
        Lexeme first = cursor.peek();
        SqlIdentifier name = cursor.name();
        return column(first, name, cursor.type(), into);
    }

    private ColumnDefinition column(
            Lexeme first, SqlIdentifier name, SqlDataTypeSpec type, List<TableConstraint> into) {
        ColumnParts parts = new ColumnParts();
        while (columnPart(name, parts, into)) {
            // Each turn takes one part, in whatever order they stand.
        }
        return new ColumnDefinition(name, type, parts.notNull, parts.defaultValue, parts.generated, parts.identity,
                parts.sequence, parts.collation, cursor.positionFrom(first));
    }

    private static final class ColumnParts {
        private boolean notNull;
        private boolean nullable;
        private SqlNode defaultValue;
        private SqlNode generated;
        private Identity identity = Identity.NONE;
        private SequenceOptions sequence = SequenceOptions.DEFAULT;
        private SqlIdentifier collation;
    }

    private boolean columnPart(SqlIdentifier column, ColumnParts parts, List<TableConstraint> into) {
        Lexeme first = cursor.peek();
        SqlIdentifier name = cursor.accept("constraint") ? cursor.name() : null;
        if (cursor.at("not") && !parts.nullable) {
            cursor.expect("not", "null");
            parts.notNull = true;
        } else if (cursor.at("null") && !parts.notNull) {
            cursor.take();
            parts.nullable = true;
        } else if (cursor.at("default") && parts.defaultValue == null) {
            cursor.take();
            parts.defaultValue = cursor.expression();
        } else if (cursor.at("collate")) {
            cursor.take();
            parts.collation = cursor.qualifiedName();
        } else if (cursor.accept("primary")) {
            cursor.expect("key");
            notEnforced();
            ofIndex();
            into.add(new TableConstraint(Kind.PRIMARY_KEY, name, List.of(column), false, List.of(), waits(),
                    cursor.positionFrom(first)));
        } else if (cursor.accept("unique")) {
            boolean areNullsEqual = nullsEqual();
            ofIndex();
            into.add(new TableConstraint(Kind.UNIQUE, name, List.of(column), areNullsEqual, List.of(), waits(),
                    cursor.positionFrom(first)));
        } else if (cursor.accept("check")) {
            into.add(checkConstraint(name, first));
        } else if (cursor.at("references")) {
            into.add(references(name, List.of(column), first));
        } else if (cursor.accept("generated")) {
            generated(parts);
        } else if (name != null) {
            throw cursor.unexpected();
        } else {
            return false;
        }
        return true;
    }

    private void generated(ColumnParts parts) {
        boolean always = cursor.accept("always");
        if (!always) {
            cursor.expect("by", "default");
        }
        cursor.expect("as");
        if (cursor.accept("identity")) {
            parts.identity = always ? Identity.ALWAYS : Identity.BY_DEFAULT;
            if (cursor.acceptMark("(")) {
                parts.sequence = new SequenceReader(cursor).options();
                cursor.expectMark(")");
            }
        } else if (always) {
            parts.generated = cursor.expressionInParentheses();
            cursor.expect("stored");
        } else {
            throw cursor.unexpected();
        }
    }
}
