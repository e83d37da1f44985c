package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.logical.Column;
import dev.millrace.planner.logical.Expressions;
import dev.millrace.planner.logical.Rel;

/**
 * {@code t FOR SYSTEM_TIME AS OF time}: a relation as it was. At one time for the whole query it is a relation like
 * others; at a time that other items of FROM give, it is every row that there was, where that time lies in the row's
 * own.
 */
final class PastBinder {

    private final Binding binding;
    private final FromBinder items;
    private final QueryBinder queries;

    PastBinder(Binding binding, FromBinder items, QueryBinder queries) {
        this.binding = binding;
        this.items = items;
        this.queries = queries;
    }

    FromBinder.From bind(SqlCall item, Scope around) {
        PlannerCatalog.Stored stored = relation(item.operand(0));
        SqlNode time = item.operand(1);
        Frame frame = new Frame(around, "FOR SYSTEM_TIME");
        Expr bound = queries.expressions.bind(time, frame);
        if (frame.hasSubqueries()) {
            throw SqlException.unsupported("a subquery as the time of FOR SYSTEM_TIME").at(binding.at(time));
        }
        if (!Conversions.exists(bound.type(), SqlType.TIMESTAMPTZ, Conversions.Strength.ASSIGNMENT)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH,
                    "argument of FOR SYSTEM_TIME AS OF must be type timestamp with time zone, not type "
                            + bound.type())
                    .at(binding.at(time));
        }
        Expr asOf = binding.coercion.convert(bound, SqlType.TIMESTAMPTZ, time);
        binding.dependOn(stored.id());
        return Constants.isWithoutColumns(asOf)
                ? from(stored, binding.numbers.past(stored.id(), asOf), null, around, time)
                : from(stored, binding.numbers.past(stored.id(), null), asOf, around, time);
    }

    private PlannerCatalog.Stored relation(SqlNode item) {
        if (item.getKind() == SqlKind.TABLE_REF) {
            return relation(((SqlCall) item).operand(0));
        }
        if (item instanceof SqlIdentifier name
                && items.resolve(name) instanceof PlannerCatalog.Stored stored) {
            return stored;
        }
        throw SqlException.unsupported("FOR SYSTEM_TIME of what is not a table or a materialized view")
                .withHint("Say it of the relations that it reads.")
                .at(binding.at(item));
    }

    /** @param asOf null where the rows are all of one time */
    private FromBinder.From from(
            PlannerCatalog.Stored stored, long id, Expr asOf, Scope around, SqlNode at) {
        // Whatever is known of the rows now, such as that they have no NULL, need not have been so.
        List<Schema.Field> fields = new ArrayList<>();
        stored.schema().fields().forEach(field -> fields.add(new Schema.Field(field.name(), field.type(), true)));
        if (asOf != null) {
            fields.add(new Schema.Field("valid_from", SqlType.TIMESTAMPTZ, true));
            fields.add(new Schema.Field("valid_to", SqlType.TIMESTAMPTZ, true));
        }
        List<Column> columns = new ArrayList<>();
        List<Scope.Named> visible = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (Schema.Field field : fields) {
            Column column = binding.numbers.column(field.name(), field.type(), true);
            if (columns.size() < stored.schema().size() && !stored.isHidden(columns.size())) {
                visible.add(new Scope.Named(field.name(), column));
            }
            positions.add(columns.size());
            columns.add(column);
        }
        binding.references().add(stored.id(), columns.subList(0, stored.schema().size()));
        PlannerCatalog.Stored past = new PlannerCatalog.Stored(
                stored.schemaName(), stored.name(), id, new Schema(fields), List.of(), List.of(),
                Collections.nCopies(fields.size(), PlannerCatalog.ColumnOrigin.NONE), List.of(), false, false, false,
                null);
        Rel rows = new Rel.Get(past, positions, columns);
        if (asOf != null) {
            Expr from = columns.get(columns.size() - 2).reference();
            Expr to = columns.getLast().reference();
            List<SqlNode> nodes = List.of(at, at);
            rows = new Rel.Filter(rows, Expressions.and(List.of(
                    queries.expressions.calls.operator("<=", List.of(from, asOf), nodes, at),
                    queries.expressions.calls.operator(">", List.of(to, asOf), nodes, at))));
        }
        return new FromBinder.From(
                rows, Scope.of(new Scope.Table(stored.schemaName(), stored.name(), visible, null), around));
    }
}
