package dev.millrace.server.procedure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.executor.plan.RowType;
import dev.millrace.executor.plan.Schema;
import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Domain;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.server.catalog.SessionCatalog;
import dev.millrace.sql.procedural.Block;
import dev.millrace.sql.procedural.Declaration;
import dev.millrace.sql.procedural.TypeText;

/** Makes the variables that a block declares. */
final class Declarations {

    private final Activation call;
    private final Statements statements;
    private final Assignment assignment;

    Declarations(Activation call, Assignment assignment) {
        this.call = call;
        this.statements = call.statements();
        this.assignment = assignment;
    }

    void declare(Block block, Environment environment) {
        for (Declaration declaration : block.declarations()) {
            try {
                declare(declaration, environment);
            } catch (SqlException e) {
                throw call.locate(e, block.line(), "statement block");
            }
        }
    }

    private void declare(Declaration declaration, Environment environment) {
        switch (declaration) {
            case Declaration.Alias alias -> {
                Variable other = alias.other().startsWith("$")
                        ? environment.numbered(Integer.parseInt(alias.other().substring(1)) - 1)
                        : environment.find(List.of(alias.other()));
                if (other == null) {
                    throw new SqlException(
                            SqlState.UNDEFINED_OBJECT, "variable \"" + alias.other() + "\" does not exist");
                }
                environment.add(alias.name(), other);
            }
            case Declaration.Cursor cursor -> environment.add(new Variable(
                    cursor.name(), Variable.Kind.of(SqlType.TEXT)));
            case Declaration.Variable variable -> declare(variable, environment);
        }
    }

    private void declare(Declaration.Variable declared, Environment environment) {
        Typed typed = typed(declared.type(), environment);
        Variable variable = new Variable(declared.name(), new Variable.Kind(
                typed.type(), typed.domain(), declared.isConstant(), declared.isNotNull(), typed.row()));
        if (declared.value() != null && variable.isRecord()) {
            Value row = statements.evaluate(declared.value(), environment);
            if (!row.isNull()) {
                assignment.fill(variable, row);
            }
        } else if (declared.value() != null) {
            assignment.set(variable, statements.evaluate(declared.value(), environment));
        } else if (typed.domain() != null) {
            assignment.set(variable, variable.value());
        }
        environment.add(variable);
    }

    /** @param type null for a record; @param row its columns where it has those of a relation */
    record Typed(SqlType type, String domain, RowType row) {
        private static final Typed RECORD = new Typed(null, null, null);
    }

    Typed typed(TypeText text, Environment environment) {
        return switch (text.form()) {
            case RECORD -> Typed.RECORD;
            case ROW -> row(text.name(), text.text());
            case OF -> of(text, environment);
            case NAMED -> named(text.text());
        };
    }

    private Typed of(TypeText text, Environment environment) {
        Variable variable = environment.find(text.name());
        if (variable != null) {
            return new Typed(
                    variable.type(), variable.kind().domain(), variable.kind().fixed());
        }
        List<String> name = text.name();
        if (name.size() > 1) {
            Variable record = environment.find(name.subList(0, name.size() - 1));
            Schema row = record == null
                    ? RowValue.shape(row(name.subList(0, name.size() - 1), text.text()).row())
                    : record.row();
            for (int i = 0; row != null && i < row.size(); i++) {
                if (row.field(i).name().equals(name.getLast())) {
                    return new Typed(row.type(i), domain(name, i), null);
                }
            }
            throw new SqlException(
                    SqlState.UNDEFINED_COLUMN, "column \"" + name.getLast() + "\" of relation \""
                            + name.get(name.size() - 2) + "\" does not exist");
        }
        throw new SqlException(
                SqlState.SYNTAX_ERROR, "variable \"" + text.text() + "\" does not exist");
    }

    /** The domain that a column of a relation was declared to be of, or null. */
    private String domain(List<String> name, int visible) {
        SessionCatalog catalog = call.run().catalog();
        return catalog.resolve(name.subList(0, name.size() - 1))
                .map(relation -> {
                    Map<Integer, Domain> domains = catalog.domains(relation.id());
                    Domain domain = domains.get(columns(relation).get(visible));
                    return domain == null ? null : domain.spelled();
                })
                .orElse(null);
    }

    private Typed row(List<String> name, String text) {
        PlannerCatalog.Relation relation = call.run().catalog().resolve(name).orElseThrow(() -> new SqlException(
                SqlState.UNDEFINED_TABLE, "relation \"" + text + "\" does not exist"));
        return new Typed(null, null, call.run().catalog().rowType(relation.id())
                .orElseGet(() -> RowValue.typeOf(shape(relation))));
    }

    /** The positions of the columns that are there. */
    private static List<Integer> columns(PlannerCatalog.Relation relation) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < relation.schema().size(); i++) {
            if (!(relation instanceof PlannerCatalog.Stored stored) || !stored.isHidden(i)) {
                columns.add(i);
            }
        }
        return columns;
    }

    static Schema shape(PlannerCatalog.Relation relation) {
        return new Schema(columns(relation).stream()
                .map(i -> new Schema.Field(relation.schema().field(i).name(), relation.schema().type(i), true))
                .toList());
    }

    private Typed named(String text) {
        if (text.toLowerCase(Locale.ROOT).endsWith("refcursor")) {
            return new Typed(SqlType.TEXT, null, null);
        }
        List<String> parts = parts(text);
        if (parts != null && call.run().catalog().domain(parts).isPresent()) {
            SqlType base = call.run().catalog().domain(parts).orElseThrow().base();
            return new Typed(base, text, null);
        }
        try {
            Prepared cast = statements.prepare(
                    "SELECT CAST(NULL AS " + text + ")", new Environment(null, null, call.code()));
            SqlType type = cast.planned().result().type(0);
            if (type.kind() == SqlType.Kind.RECORD && type.row() != null && type.row().isNamed()) {
                return new Typed(null, null, type.row());
            }
            return new Typed(type, null, null);
        } catch (SqlException e) {
            boolean isRelation = parts != null && e.sqlState().equals(SqlState.UNDEFINED_OBJECT)
                    && call.run().catalog().resolve(parts).isPresent();
            if (isRelation) {
                return row(parts, text);
            }
            throw e.at(0);
        }
    }

    /** The parts of a name; null when it is none. */
    private static List<String> parts(String text) {
        if (!text.matches("(\"[^\"]+\"|[A-Za-z_][\\w$]*)(\\.(\"[^\"]+\"|[A-Za-z_][\\w$]*))*")) {
            return null;
        }
        return Arrays.stream(text.split("\\."))
                .map(part -> part.startsWith("\"")
                        ? part.substring(1, part.length() - 1)
                        : part.toLowerCase(Locale.ROOT))
                .toList();
    }
}
