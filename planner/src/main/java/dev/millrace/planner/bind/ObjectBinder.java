package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.QueryPlan;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.IndexAttachment;
import dev.millrace.planner.Statement;
import dev.millrace.planner.ViewChange;
import dev.millrace.sql.parser.statement.AlterChange;
import dev.millrace.sql.parser.statement.ObjectKind;
import dev.millrace.sql.parser.statement.SqlAlter;
import dev.millrace.sql.parser.statement.SqlComment;
import dev.millrace.sql.parser.statement.SqlCreateIndex;
import dev.millrace.sql.parser.statement.SqlCreateMaterializedView;
import dev.millrace.sql.parser.statement.SqlCreateSink;
import dev.millrace.sql.parser.statement.SqlCreateView;

/** Objects that are made of queries: views, sinks, indexes; and ALTER and DROP of all kinds. */
final class ObjectBinder {

    private final Binding binding;
    private final QueryBinder queries;
    private final StatementBinder statements;

    ObjectBinder(Binding binding, QueryBinder queries, StatementBinder statements) {
        this.binding = binding;
        this.queries = queries;
        this.statements = statements;
    }

    private void refuse(boolean isAsked, String what, SqlNode at) {
        if (isAsked) {
            throw SqlException.unsupported(what).at(binding.at(at));
        }
    }

    // ---- views ------------------------------------------------------------------------------------------------------

    Statement view(SqlCreateView create) {
        refuse(create.ifNotExists(), "CREATE VIEW IF NOT EXISTS", create);
        WithModificationsBinder.refuse(create.query(), "views must not contain data-modifying statements in WITH");
        Statement.Query query = statements.query(create.query());
        if (!query.parameters().isEmpty()) {
            throw new SqlException(SqlState.UNDEFINED_PARAMETER, "there is no parameter $1").at(binding.at(create));
        }
        Schema schema = named(query.plan().result(), create.columnNames(), create);
        Statement.Uses uses = uses();
        ViewOptions options = new ViewOptions(binding, statements.options(create.options()), create.checkOption());
        return new Statement.CreateView(
                StatementBinder.name(create.name()), create.temporary(), schema, create.queryText(), options.kept(),
                options.shown(create.query()), create.replace(), uses, binding.lastingDependencies());
    }

    Statement materializedView(SqlCreateMaterializedView create) {
        refuse(create.replace() && create.ifNotExists(), "OR REPLACE with IF NOT EXISTS", create);
        WithModificationsBinder.refuse(
                create.query(), "materialized views must not use data-modifying statements in WITH");
        QueryPlan plan = statements.kept(create.query(), create.emitsOnClose());
        Schema schema = named(plan.result(), create.columnNames(), create);
        return new Statement.CreateMaterializedView(
                StatementBinder.name(create.name()),
                plan,
                schema,
                create.queryText(),
                statements.options(create.options()),
                create.ifNotExists(),
                create.replace(),
                create.withData(),
                uses(),
                binding.dependencies());
    }

    Statement sink(SqlCreateSink create) {
        refuse(create.replace(), "CREATE OR REPLACE SINK", create);
        SqlNode query = create.from() == null ? create.query() : StatementBinder.selectAll(create.from());
        String text = create.from() == null ? create.queryText() : "TABLE " + binding.source.text(create.from());
        QueryPlan plan = statements.kept(query);
        requireDistinct(plan.result().fields().stream().map(Schema.Field::name).toList(), create);
        Map<String, String> options = statements.options(create.options());
        return new Statement.CreateSink(
                StatementBinder.name(create.name()),
                plan,
                text,
                sinkKey(options.get("key"), plan, create),
                options,
                create.ifNotExists(),
                uses(),
                binding.dependencies());
    }

    private Statement.Uses uses() {
        return new Statement.Uses(binding.references().pins(), binding.references().columnsAndKeys(), binding.labels());
    }

    /** The columns named by the option {@code key}, or what the plan proves to be one. */
    private List<Integer> sinkKey(String names, QueryPlan plan, SqlNode at) {
        if (names == null) {
            return plan.key();
        }
        List<Integer> key = new ArrayList<>();
        for (String name : names.split(",")) {
            int position = plan.result().indexOf(name.strip());
            if (position < 0) {
                throw new SqlException(
                                SqlState.UNDEFINED_COLUMN, "column \"" + name.strip()
                                        + "\" named in key does not exist")
                        .at(binding.at(at));
            }
            key.add(position);
        }
        return key;
    }

    private Schema named(Schema schema, List<SqlIdentifier> names, SqlNode at) {
        if (names != null && names.size() > schema.size()) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "CREATE VIEW specifies more column names than columns")
                    .at(binding.at(names.get(schema.size())));
        }
        List<Schema.Field> fields = new ArrayList<>(schema.fields());
        for (int i = 0; names != null && i < names.size(); i++) {
            Schema.Field field = fields.get(i);
            fields.set(i, new Schema.Field(names.get(i).getSimple(), field.type(), field.nullable()));
        }
        requireDistinct(fields.stream().map(Schema.Field::name).toList(), at);
        return new Schema(fields);
    }

    private void requireDistinct(List<String> names, SqlNode at) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new SqlException(
                                SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once")
                        .at(binding.at(at));
            }
        }
    }

    // ---- indexes ----------------------------------------------------------------------------------------------------

    Statement index(SqlCreateIndex create) {
        return new IndexBinder(binding, queries, statements).bind(create);
    }

    // ---- ALTER and DROP ---------------------------------------------------------------------------------------------

    Statement.ObjectKind kind(ObjectKind kind, SqlNode at) {
        return switch (kind) {
            case TABLE -> Statement.ObjectKind.TABLE;
            case STREAM, SOURCE -> Statement.ObjectKind.STREAM;
            case VIEW -> Statement.ObjectKind.VIEW;
            case MATERIALIZED_VIEW -> Statement.ObjectKind.MATERIALIZED_VIEW;
            case SINK -> Statement.ObjectKind.SINK;
            case INDEX -> Statement.ObjectKind.INDEX;
            case SEQUENCE -> Statement.ObjectKind.SEQUENCE;
            case SCHEMA -> Statement.ObjectKind.SCHEMA;
            case TYPE -> Statement.ObjectKind.TYPE;
            case DOMAIN -> Statement.ObjectKind.DOMAIN;
            case COLUMN, DATABASE, FUNCTION, PROCEDURE, ROUTINE, LANGUAGE ->
                throw SqlException.unsupported("this statement on a " + kind.words().toLowerCase(Locale.ROOT))
                        .at(binding.at(at));
        };
    }

    Statement comment(SqlComment comment) {
        List<String> names = comment.name().names;
        if (comment.kind() != ObjectKind.COLUMN) {
            return new Statement.Comment(
                    kind(comment.kind(), comment), StatementBinder.name(comment.name()), null, comment.text());
        }
        if (names.size() < 2) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "column name must be qualified").at(binding.at(comment));
        }
        return new Statement.Comment(
                Statement.ObjectKind.TABLE, new Statement.QualifiedName(names.subList(0, names.size() - 1)),
                names.getLast(), comment.text());
    }

    private Statement alterType(SqlAlter alter) {
        Statement.QualifiedName name = StatementBinder.name(alter.name());
        return switch (alter.changes().getFirst()) {
            case AlterChange.AddLabel add -> new Statement.AddLabel(
                    name, add.label(), add.ifNotExists(), add.neighbour(), add.isBefore());
            case AlterChange.RenameLabel rename ->
                new Statement.RenameLabel(name, rename.label(), rename.newLabel());
            case AlterChange other -> throw SqlException.unsupported("this form of ALTER TYPE").at(binding.at(alter));
        };
    }

    Statement alter(SqlAlter alter) {
        Statement renaming = new Renames(binding, queries).bind(alter, kind(alter.kind(), alter));
        if (renaming != null) {
            return renaming;
        }
        if (alter.kind() == ObjectKind.TYPE) {
            return alterType(alter);
        }
        if (alter.changes().getFirst() instanceof AlterChange.AttachIndex attach) {
            return new IndexAttachment(StatementBinder.name(alter.name()), StatementBinder.name(attach.part()));
        }
        if (alter.kind() == ObjectKind.VIEW || alter.kind() == ObjectKind.TABLE) {
            Statement ofView = new ViewChangeBinder(binding, queries, statements).bind(alter);
            if (ofView != null && (alter.kind() == ObjectKind.VIEW || !((ViewChange) ofView).defaults().isEmpty())) {
                return ofView;
            }
        }
        if (alter.kind() == ObjectKind.TABLE) {
            return new AlterTableBinder(binding, queries, statements).bind(alter);
        }
        if (alter.kind() == ObjectKind.INDEX || alter.kind() == ObjectKind.SEQUENCE) {
            Statement tuning = new TuningBinder(statements).bind(alter, kind(alter.kind(), alter));
            if (tuning != null) {
                return tuning;
            }
        }
        Map<String, String> options = new LinkedHashMap<>();
        Boolean suspends = null;
        for (AlterChange change : alter.changes()) {
            boolean isKnown = change instanceof AlterChange.SetOptions || change instanceof AlterChange.ResetOptions
                    || change instanceof AlterChange.Suspend;
            if (alter.kind() != ObjectKind.MATERIALIZED_VIEW || !isKnown) {
                throw SqlException.unsupported("this form of ALTER " + alter.kind().words()).at(binding.at(alter));
            }
            if (change instanceof AlterChange.Suspend suspend) {
                suspends = suspend.suspends();
            } else {
                options.putAll(new TuningBinder(statements).options(change));
            }
        }
        return new Statement.AlterMaterializedView(
                StatementBinder.name(alter.name()), alter.ifExists(), options, suspends);
    }
}
