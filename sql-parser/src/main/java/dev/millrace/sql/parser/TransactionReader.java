package dev.millrace.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;

import dev.millrace.sql.parser.statement.SqlBegin;
import dev.millrace.sql.parser.statement.SqlCommit;
import dev.millrace.sql.parser.statement.SqlReleaseSavepoint;
import dev.millrace.sql.parser.statement.SqlRollback;
import dev.millrace.sql.parser.statement.SqlRollbackTo;
import dev.millrace.sql.parser.statement.SqlSavepoint;
import dev.millrace.sql.parser.statement.SqlStatement;
import dev.millrace.sql.parser.statement.TransactionModes;

/** Reads the statements that open and close transactions. */
final class TransactionReader {
    private final Cursor cursor;

    TransactionReader(Cursor cursor) {
        this.cursor = cursor;
    }

    SqlStatement statement() {
        Lexeme first = cursor.take();
        return switch (first.text) {
            case "begin" -> {
                work();
                yield new SqlBegin(cursor.positionFrom(first), modes(), false);
            }
            case "start" -> {
                cursor.expect("transaction");
                yield new SqlBegin(cursor.positionFrom(first), modes(), true);
            }
            case "commit", "end" -> {
                prepared("COMMIT", "prepared");
                work();
                yield new SqlCommit(cursor.positionFrom(first), chain());
            }
            case "rollback", "abort" -> rollback(first);
            case "savepoint" -> {
                SqlIdentifier name = cursor.name();
                yield new SqlSavepoint(cursor.positionFrom(first), name);
            }
            default -> {
                cursor.accept("savepoint");
                SqlIdentifier name = cursor.name();
                yield new SqlReleaseSavepoint(cursor.positionFrom(first), name);
            }
        };
    }

    private void prepared(String statement, String word) {
        if (cursor.at(word)) {
            throw cursor.unsupported(statement + " PREPARED is not supported", cursor.peek());
        }
    }

    private void work() {
        if (!cursor.accept("work")) {
            cursor.accept("transaction");
        }
    }

    private boolean chain() {
        if (cursor.accept("and", "chain")) {
            return true;
        }
        cursor.accept("and", "no", "chain");
        return false;
    }

    private SqlStatement rollback(Lexeme first) {
        prepared("ROLLBACK", "prepared");
        work();
        if (cursor.accept("to")) {
            cursor.accept("savepoint");
            SqlIdentifier name = cursor.name();
            return new SqlRollbackTo(cursor.positionFrom(first), name);
        }
        boolean chain = chain();
        return new SqlRollback(cursor.positionFrom(first), chain);
    }

    /** Modes in any order, with or without commas; possibly none. */
    TransactionModes modes() {
        String isolation = null;
        Boolean readOnly = null;
        Boolean deferrable = null;
        while (true) {
            if (cursor.accept("isolation", "level")) {
                isolation = isolation();
            } else if (cursor.accept("read", "only")) {
                readOnly = true;
            } else if (cursor.accept("read", "write")) {
                readOnly = false;
            } else if (cursor.accept("not", "deferrable")) {
                deferrable = false;
            } else if (cursor.accept("deferrable")) {
                deferrable = true;
            } else {
                return new TransactionModes(isolation, readOnly, deferrable);
            }
            cursor.acceptMark(",");
        }
    }

    private String isolation() {
        if (cursor.accept("serializable")) {
            return "serializable";
        }
        if (cursor.accept("repeatable", "read")) {
            return "repeatable read";
        }
        if (cursor.accept("read", "committed")) {
            return "read committed";
        }
        cursor.expect("read", "uncommitted");
        return "read uncommitted";
    }
}
