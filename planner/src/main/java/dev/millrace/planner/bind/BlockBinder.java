package dev.millrace.planner.bind;

import java.util.List;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.InlineBlock;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.MillraceParser;
import dev.millrace.sql.parser.SqlParseFailure;
import dev.millrace.sql.parser.statement.Block;
import dev.millrace.sql.parser.statement.SqlDo;

/** DO: the block as it is written, with conditions as SQLSTATEs. */
final class BlockBinder {

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
        try {
            return new InlineBlock(block(MillraceParser.block(statement.body())));
        } catch (SqlParseFailure failure) {
            // Its place is the body's, which escapes and quotes may have moved.
            throw new SqlException(
                    failure.sqlState(), failure.getMessage(), null,
                    failure.hint().isEmpty() ? null : failure.hint(), 0);
        }
    }

    private static InlineBlock.Block block(Block block) {
        return new InlineBlock.Block(
                steps(block.steps()),
                block.handlers().stream()
                        .map(handler -> new InlineBlock.Handler(
                                handler.conditions().contains("others")
                                        ? null
                                        : handler.conditions().stream()
                                                .flatMap(name -> ErrorConditions.states(name).stream())
                                                .toList(),
                                steps(handler.steps())))
                        .toList());
    }

    private static List<InlineBlock.Step> steps(List<Block.Step> steps) {
        return steps.stream().map(BlockBinder::step).toList();
    }

    private static InlineBlock.Step step(Block.Step step) {
        return switch (step) {
            case Block.Step.Sql sql -> new InlineBlock.Step.Sql(sql.statement(), false);
            case Block.Step.Perform perform -> new InlineBlock.Step.Sql("SELECT " + perform.query(), true);
            case Block.Step.Dynamic dynamic -> new InlineBlock.Step.Dynamic(dynamic.expression());
            case Block.Step.Choice choice -> new InlineBlock.Step.Choice(
                    choice.branches().stream()
                            .map(branch -> new InlineBlock.Branch(branch.condition(), steps(branch.steps())))
                            .toList(),
                    steps(choice.otherwise()));
            case Block.Step.Nested nested -> new InlineBlock.Step.Nested(block(nested.block()));
            case Block.Step.Raise raise -> raise(raise);
            case Block.Step.RaiseAgain _ -> new InlineBlock.Step.RaiseAgain();
            case Block.Step.Nothing _ -> new InlineBlock.Step.Nothing();
            case Block.Step.Return _ -> new InlineBlock.Step.Return();
        };
    }

    private static InlineBlock.Step raise(Block.Step.Raise raise) {
        long places = raise.message().replace("%%", "").chars().filter(c -> c == '%').count();
        if (places != raise.arguments().size()) {
            throw new SqlException(
                    SqlState.SYNTAX_ERROR, "too " + (places > raise.arguments().size() ? "few" : "many")
                            + " parameters specified for RAISE");
        }
        return new InlineBlock.Step.Raise(raise.level(), raise.message(), raise.arguments());
    }
}
