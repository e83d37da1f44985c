package dev.millrace.sql.parser;

import java.util.List;

import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.sql.parser.Lexeme.Form;
import dev.millrace.sql.parser.expression.SqlLocked;
import dev.millrace.sql.parser.statement.SqlCloseCursor;
import dev.millrace.sql.parser.statement.SqlDeallocate;
import dev.millrace.sql.parser.statement.SqlDeclareCursor;
import dev.millrace.sql.parser.statement.SqlExecute;
import dev.millrace.sql.parser.statement.SqlFetch;
import dev.millrace.sql.parser.statement.SqlFetch.Direction;
import dev.millrace.sql.parser.statement.SqlPrepare;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.StatementOption;

/** Reads what names a statement to be run later: PREPARE and EXECUTE, cursors. */
final class PreparedReader {
    private final Cursor cursor;
    private final StatementReader statements;

    PreparedReader(Cursor cursor, StatementReader statements) {
        this.cursor = cursor;
        this.statements = statements;
    }

    SqlStatement statement() {
        Lexeme first = cursor.take();
        return switch (first.text) {
            case "prepare" -> prepare(first);
            case "execute" -> execute(first);
            case "deallocate" -> {
                if (!cursor.peek(2).isMark(";") && cursor.peek(2).form != Form.END) {
                    cursor.accept("prepare");
                }
                yield new SqlDeallocate(cursor.positionFrom(first), nameOrAll());
            }
            case "declare" -> declare(first);
            case "close" -> new SqlCloseCursor(cursor.positionFrom(first), nameOrAll());
            default -> fetch(first);
        };
    }

    private SqlIdentifier nameOrAll() {
        return cursor.accept("all") ? null : cursor.name();
    }

    private SqlStatement prepare(Lexeme first) {
        if (cursor.at("transaction")) {
            throw cursor.unsupported("PREPARE TRANSACTION is not supported", cursor.peek());
        }
        SqlIdentifier name = cursor.name();
        List<SqlDataTypeSpec> types = List.of();
        if (cursor.acceptMark("(")) {
            types = cursor.commaList(cursor::type);
            cursor.expectMark(")");
        }
        cursor.expect("as");
        Lexeme start = cursor.peek();
        SqlNode statement = statements.statement();
        return new SqlPrepare(cursor.positionFrom(first), name, types, statement, cursor.textFrom(start),
                start.start);
    }

    private SqlStatement execute(Lexeme first) {
        SqlIdentifier name = cursor.name();
        SqlNodeList arguments = SqlNodeList.EMPTY;
        if (cursor.acceptMark("(")) {
            arguments = new SqlNodeList(cursor.commaList(cursor::expression), SqlParserPos.ZERO);
            cursor.expectMark(")");
        }
        return new SqlExecute(cursor.positionFrom(first), name, arguments);
    }

    private SqlStatement declare(Lexeme first) {
        SqlIdentifier name = cursor.name();
        boolean binary = false;
        Boolean scroll = null;
        while (!cursor.accept("cursor")) {
            if (cursor.accept("binary")) {
                binary = true;
            } else if (cursor.accept("no", "scroll")) {
                scroll = false;
            } else if (cursor.accept("scroll")) {
                scroll = true;
            } else if (!cursor.accept("insensitive") && !cursor.accept("asensitive")) {
                throw cursor.unexpected();
            }
        }
        boolean hold = cursor.accept("with", "hold");
        cursor.accept("without", "hold");
        cursor.expect("for");
        Lexeme start = cursor.peek();
        boolean isSubscription = cursor.at("subscribe");
        SqlNode query = isSubscription
                ? new SubscribeReader(cursor).statement()
                : cursor.lockedQuery(cursor.at("with") ? cursor.with() : null);
        String lock = query instanceof SqlLocked locked ? locked.locks().getFirst().strength() : null;
        return new SqlDeclareCursor(cursor.positionFrom(first), name, binary, scroll, hold, query,
                cursor.textFrom(start), lock);
    }

    private SqlStatement fetch(Lexeme first) {
        Direction direction = Direction.FORWARD;
        Long count = 1L;
        if (cursor.accept("next")) {
            count = 1L;
        } else if (cursor.accept("prior")) {
            direction = Direction.BACKWARD;
        } else if (cursor.accept("first")) {
            direction = Direction.ABSOLUTE;
        } else if (cursor.accept("last")) {
            direction = Direction.ABSOLUTE;
            count = -1L;
        } else if (cursor.accept("absolute")) {
            direction = Direction.ABSOLUTE;
            count = integer();
        } else if (cursor.accept("relative")) {
            direction = Direction.RELATIVE;
            count = integer();
        } else {
            if (cursor.accept("backward")) {
                direction = Direction.BACKWARD;
            } else {
                cursor.accept("forward");
            }
            if (cursor.accept("all")) {
                count = null;
            } else if (cursor.peek().form == Form.NUMBER || cursor.atMark("-") || cursor.atMark("+")) {
                count = integer();
            }
        }
        if (!cursor.accept("from")) {
            cursor.accept("in");
        }
        SqlIdentifier name = cursor.name();
        List<StatementOption> options = new OptionReader(cursor).optionalWith();
        return new SqlFetch(cursor.positionFrom(first), first.is("move"), direction, count, name, options);
    }

    private long integer() {
        boolean minus = cursor.acceptMark("-");
        if (!minus) {
            cursor.acceptMark("+");
        }
        Lexeme number = cursor.peek();
        if (number.form != Form.NUMBER || number.image.length() > 10 || number.image.indexOf('.') >= 0
                || Long.parseLong(number.image) > Integer.MAX_VALUE) {
            throw cursor.unexpected();
        }
        cursor.take();
        long value = Long.parseLong(number.image);
        return minus ? -value : value;
    }
}
