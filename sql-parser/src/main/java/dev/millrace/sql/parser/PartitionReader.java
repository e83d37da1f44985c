package dev.millrace.sql.parser;

import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.sql.parser.statement.PartitionClause;
import dev.millrace.sql.parser.statement.PartitionClause.Bound;
import dev.millrace.sql.parser.statement.PartitionClause.Kind;

/** Reads what CREATE TABLE and ALTER TABLE say of partitions. */
final class PartitionReader {

    private final Cursor cursor;

    PartitionReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** {@code PARTITION OF parent}; null where it is not there. */
    SqlIdentifier parent() {
        return cursor.accept("partition", "of") ? cursor.qualifiedName() : null;
    }

    /** What follows the columns; null where nothing is said of partitions. */
    PartitionClause rest(SqlIdentifier parent) {
        Bound bound = parent == null ? null : bound();
        if (!cursor.accept("partition", "by")) {
            return parent == null ? null : new PartitionClause(parent, bound, null, List.of());
        }
        String strategy = cursor.name().getSimple();
        cursor.expectMark("(");
        List<SqlNode> keys = cursor.commaList(this::key);
        cursor.expectMark(")");
        return new PartitionClause(parent, bound, strategy, keys);
    }

    /** A column, or an expression; how its values are collated and compared is known. */
    private SqlNode key() {
        SqlNode key = cursor.atMark("(") ? cursor.expressionInParentheses() : cursor.expression();
        if (cursor.accept("collate")) {
            cursor.qualifiedName();
        }
        if (!cursor.atMark(",") && !cursor.atMark(")")) {
            operatorClass(cursor);
        }
        return key;
    }

    /** One of PostgreSQL's own, which say how values are compared as they are anyway. */
    static void operatorClass(Cursor cursor) {
        Lexeme operators = cursor.peek();
        String name = cursor.qualifiedName().names.getLast();
        if (!name.matches("(text|varchar|bpchar|name|int[248]|numeric|float[48]|date|time|timetz|timestamp|timestamptz"
                + "|interval|bool|uuid|oid|inet|cidr|network|bytea|bit|varbit|array|range|enum|jsonb)(_pattern|_path)?"
                + "(_minmax|_minmax_multi|_bloom|_inclusion)?_ops")) {
            throw cursor.unsupported("an operator class of one's own is not supported", operators);
        }
    }

    Bound bound() {
        Lexeme first = cursor.peek();
        if (cursor.accept("default")) {
            return new Bound(Kind.DEFAULT, List.of(), List.of(), 0, 0, cursor.positionFrom(first));
        }
        cursor.expect("for", "values");
        Lexeme word = cursor.peek();
        if (cursor.accept("in")) {
            return new Bound(Kind.LIST, values(), List.of(), 0, 0, cursor.positionFrom(word));
        }
        if (cursor.accept("from")) {
            List<SqlNode> from = values();
            cursor.expect("to");
            return new Bound(Kind.RANGE, from, values(), 0, 0, cursor.positionFrom(word));
        }
        cursor.expect("with");
        cursor.expectMark("(");
        long[] numbers = {-1, -1};
        do {
            Lexeme name = cursor.peek();
            int which = cursor.accept("modulus") ? 0 : cursor.accept("remainder") ? 1 : -1;
            if (which < 0) {
                throw SqlParseFailure.at(
                        SqlParseFailure.Kind.SYNTAX_ERROR,
                        "unrecognized hash partition bound specification \"" + name.text + "\"", cursor.text(),
                        name.start);
            }
            numbers[which] = Long.parseLong(cursor.take().text);
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        return new Bound(Kind.HASH, List.of(), List.of(), numbers[0], numbers[1], cursor.positionFrom(word));
    }

    private List<SqlNode> values() {
        cursor.expectMark("(");
        List<SqlNode> values = cursor.commaList(cursor::expression);
        cursor.expectMark(")");
        return values;
    }
}
