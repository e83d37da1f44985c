package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.Expr;
import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Statement;
import dev.millrace.sql.parser.statement.SqlSubscribe;

/** SUBSCRIBE: what is followed, from when on, and how its changes are told. */
final class SubscribeBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final StatementBinder statements;

    SubscribeBinder(Binding binding, QueryBinder queries, StatementBinder statements) {
        this.binding = binding;
        this.queries = queries;
        this.statements = statements;
    }

    Statement bind(SqlSubscribe subscribe) {
        Long asOf = epoch(subscribe.asOf());
        QueryPlan plan = statements.kept(
                subscribe.name() == null ? subscribe.query() : StatementBinder.selectAll(subscribe.name()));
        // Who goes on where he was has the content already.
        boolean isSnapshotAsked = subscribe.options().stream().anyMatch(option -> option.key().equals("snapshot"));
        boolean snapshot = asOf == null || isSnapshotAsked ? subscribe.snapshot() : false;
        return new Statement.Subscribe(
                plan, snapshot, subscribe.progress(), asOf, envelope(subscribe, plan), binding.accesses(),
                binding.dependencies());
    }

    private Statement.Envelope envelope(SqlSubscribe subscribe, QueryPlan plan) {
        if (subscribe.envelope() == null) {
            return null;
        }
        List<Integer> key = new ArrayList<>();
        for (SqlIdentifier name : subscribe.key()) {
            int position = plan.result().indexOf(name.getSimple());
            if (position < 0) {
                throw new SqlException(
                        SqlState.UNDEFINED_COLUMN, "column \"" + name.getSimple() + "\" does not exist")
                        .at(binding.at(name));
            }
            key.add(position);
        }
        if (key.isEmpty() && plan.key().isEmpty()) {
            throw new SqlException(SqlState.INVALID_TABLE_DEFINITION, "nothing is known to tell the rows apart")
                    .withHint("Name the columns: ENVELOPE ... (KEY (...)).")
                    .at(binding.at(subscribe));
        }
        boolean isDebezium = subscribe.envelope() == SqlSubscribe.Envelope.DEBEZIUM;
        return new Statement.Envelope(isDebezium, key.isEmpty() ? plan.key() : key);
    }

    /** @return null without AS OF */
    private Long epoch(SqlNode node) {
        if (node == null) {
            return null;
        }
        Expr bound = queries.expressions.bind(node, new Frame(Scope.NONE, "AS OF"));
        if (!Conversions.exists(bound.type(), SqlType.BIGINT, Conversions.Strength.ASSIGNMENT)) {
            throw new SqlException(
                    SqlState.DATATYPE_MISMATCH, "argument of AS OF must be type bigint, not type " + bound.type())
                    .withHint("An epoch is a number: that of the last change, or progress, that was told.")
                    .at(binding.at(node));
        }
        Expr epoch = binding.coercion.convert(bound, SqlType.BIGINT, node);
        if (!Constants.isConstant(epoch)) {
            throw SqlException.unsupported("an epoch that is not a constant").at(binding.at(node));
        }
        Object value = binding.constants.evaluate(epoch).value();
        if (value == null || (Long) value < 0) {
            throw new SqlException(
                    SqlState.INVALID_PARAMETER_VALUE, "the epoch of AS OF must be a number that is not negative")
                    .at(binding.at(node));
        }
        return (Long) value;
    }
}
