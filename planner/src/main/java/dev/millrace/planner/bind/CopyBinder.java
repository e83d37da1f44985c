package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.Access;
import dev.millrace.planner.CopyFormat;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.TreeChange;
import dev.millrace.sql.parser.statement.OnlyName;
import dev.millrace.sql.parser.statement.SqlCopy;
import dev.millrace.sql.parser.statement.SqlDelete;
import dev.millrace.sql.parser.statement.SqlInsert;
import dev.millrace.sql.parser.statement.SqlSubscribe;
import dev.millrace.sql.parser.statement.SqlUpdate;

/** COPY and its options. */
final class CopyBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final StatementBinder statements;

    CopyBinder(Binding binding, QueryBinder queries, StatementBinder statements) {
        this.binding = binding;
        this.queries = queries;
        this.statements = statements;
    }

    Statement bind(SqlCopy copy) {
        if (copy.isFrom()) {
            Targets targets = new Targets(binding, queries);
            Target target = targets.resolve(copy.table(), "copy to");
            PlannerCatalog.Stored table = target.table();
            List<Integer> columns = new ArrayList<>(target.columns(copy.columns()));
            for (int column : columns) {
                if (!copy.columns().isEmpty() && table.origins().get(column).isGenerated()) {
                    String name = table.schema().field(column).name();
                    throw new SqlException(
                            SqlState.INVALID_COLUMN_REFERENCE, "column \"" + name + "\" is a generated column")
                            .withDetail("Generated columns cannot be used in COPY.");
                }
            }
            binding.references().write(Access.Kind.INSERT, table.id(), columns);
            columns.removeIf(column -> table.origins().get(column).isGenerated());
            List<String> names = columns.stream().map(column -> table.schema().field(column).name()).toList();
            CopyFormat format = new CopyOptions(binding, true, names).format(copy.options());
            return new Statement.CopyIn(
                    table.id(), columns, targets.rules(target, columns), where(copy, table), format, copy.file());
        }
        Statement source = source(copy);
        return new Statement.CopyOut(
                source, new CopyOptions(binding, false, names(source)).format(copy.options()), copy.file());
    }

    /** What a row must satisfy to be taken, over the table's columns; null for every row. */
    private Expr where(SqlCopy copy, PlannerCatalog.Stored table) {
        if (copy.where() == null) {
            return null;
        }
        FromBinder.From from = new FromBinder(binding, queries).stored(table, Scope.NONE);
        binding.references().forget(from.rel().columns()); // what comes in is no secret
        Frame frame = new Frame(from.scope(), "COPY FROM WHERE conditions");
        Expr condition = queries.expressions.condition(copy.where(), frame, "WHERE");
        if (frame.hasSubqueries()) {
            throw new SqlException(
                            SqlState.FEATURE_NOT_SUPPORTED, "cannot use subquery in COPY FROM WHERE condition")
                    .at(binding.at(copy.where()));
        }
        return Targets.positional(condition, from.rel().columns());
    }

    private static List<String> names(Statement source) {
        Schema result = switch (source) {
            case Statement.Query query -> query.plan().result();
            case Statement.Insert insert -> insert.returning() == null ? null : insert.returning().schema();
            case Statement.Update update -> update.returning() == null ? null : update.returning().schema();
            case Statement.Delete delete -> delete.returning() == null ? null : delete.returning().schema();
            case TreeChange tree -> tree.returning() == null ? null : tree.returning().schema();
            case Statement other -> null;
        };
        return result == null ? List.of() : result.fields().stream().map(Schema.Field::name).toList();
    }

    private Statement source(SqlCopy copy) {
        if (copy.table() != null) {
            List<SqlIdentifier> columns = written(copy);
            return statements.query(
                    columns.isEmpty()
                            ? StatementBinder.selectAll(OnlyName.of(copy.table()))
                            : select(copy, columns));
        }
        SqlNode query = copy.query();
        boolean changes = query instanceof SqlInsert || query instanceof SqlUpdate || query instanceof SqlDelete;
        if (!changes && !query.isA(SqlKind.QUERY) && !(query instanceof SqlSubscribe)) {
            throw SqlException.unsupported("COPY of this statement").at(binding.at(query));
        }
        Statement statement = statements.bind(query);
        if (changes && names(statement).isEmpty()) {
            throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "COPY query must have a RETURNING clause");
        }
        return statement;
    }

    /** The columns that COPY of a table writes; empty for all of them. Generated ones are none of them. */
    private List<SqlIdentifier> written(SqlCopy copy) {
        if (!(new FromBinder(binding, queries).resolve(copy.table()) instanceof PlannerCatalog.Stored table)
                || table.origins().stream().noneMatch(PlannerCatalog.ColumnOrigin::isGenerated)) {
            return copy.columns();
        }
        List<SqlIdentifier> columns = new ArrayList<>();
        for (int i = 0; i < table.schema().size(); i++) {
            String name = table.schema().field(i).name();
            boolean isGenerated = table.origins().get(i).isGenerated();
            if (isGenerated && copy.columns().stream().anyMatch(column -> column.getSimple().equals(name))) {
                throw new SqlException(
                        SqlState.INVALID_COLUMN_REFERENCE, "column \"" + name + "\" is a generated column")
                        .withDetail("Generated columns cannot be used in COPY.");
            }
            if (!isGenerated && !table.isHidden(i)) {
                columns.add(new SqlIdentifier(name, SqlParserPos.ZERO));
            }
        }
        return copy.columns().isEmpty() ? columns : copy.columns();
    }

    private static SqlNode select(SqlCopy copy, List<SqlIdentifier> columns) {
        return new SqlSelect(
                SqlParserPos.ZERO,
                null,
                new SqlNodeList(columns, SqlParserPos.ZERO),
                OnlyName.of(copy.table()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
