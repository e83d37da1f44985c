package dev.millrace.planner.bind;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.InlineBlock;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.MillraceParser;
import dev.millrace.sql.parser.SqlParseFailure;
import dev.millrace.sql.parser.statement.SqlDo;
import dev.millrace.sql.procedural.Block;

/** DO: the block as it is written. */
final class BlockBinder {

    private static final String NAMELESS = "inline_code_block";

    private final Binding binding;

    BlockBinder(Binding binding) {
        this.binding = binding;
    }

    Statement bind(SqlDo statement) {
        switch (statement.language()) {
            case "plpgsql" -> { }
            case "sql", "c", "internal" -> throw SqlException.unsupported(
                    "inline code of the language \"" + statement.language() + "\"").at(binding.at(statement));
            default -> throw new SqlException(
                    SqlState.UNDEFINED_OBJECT, "language \"" + statement.language() + "\" does not exist");
        }
        Block block = read(statement.body(), NAMELESS);
        new BodyCheck(binding.syntax, null, NAMELESS).check(block);
        return new InlineBlock(statement.body(), block);
    }

    /** @param name of the procedure, for messages */
    static Block read(String body, String name) {
        try {
            return MillraceParser.block(body);
        } catch (SqlParseFailure failure) {
            // Its place is the body's, which escapes and quotes may have moved.
            long line = 1 + body.codePoints().limit(Math.max(0, failure.position() - 1)).filter(c -> c == '\n').count();
            throw new SqlException(
                            failure.sqlState(), failure.getMessage(), null,
                            failure.hint().isEmpty() ? null : failure.hint(), 0)
                    .withContext("compilation of PL/pgSQL function \"" + name + "\" near line " + line);
        }
    }
}
