package dev.millrace.planner.bind;

import java.util.List;
import java.util.Map;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.executor.plan.SqlType;
import dev.millrace.planner.Numbering;
import dev.millrace.planner.SequenceSettings;
import dev.millrace.sql.parser.expression.PostgresTypeName;
import dev.millrace.sql.parser.statement.ColumnDefinition;
import dev.millrace.sql.parser.statement.SequenceOptions;

/** Columns that sequences number: serial types, identity columns, and defaults that name a sequence. */
final class Numberings {

    private static final Map<String, SqlType> SERIAL_TYPES = Map.of(
            "serial", SqlType.INTEGER,
            "serial4", SqlType.INTEGER,
            "bigserial", SqlType.BIGINT,
            "serial8", SqlType.BIGINT,
            "smallserial", SqlType.SMALLINT,
            "serial2", SqlType.SMALLINT);

    private final Binding binding;
    private final String table;

    /** @param table for messages; null where there is none */
    Numberings(Binding binding, String table) {
        this.binding = binding;
        this.table = table;
    }

    private static SqlType serialType(ColumnDefinition column) {
        return column.type().getTypeNameSpec() instanceof PostgresTypeName name && name.arrayDimensions() == 0
                ? SERIAL_TYPES.get(name.name())
                : null;
    }

    TypeNames.Declared type(ColumnDefinition column) {
        SqlType serial = serialType(column);
        return serial == null
                ? TypeNames.ofColumn(column.name().getSimple(), column.type(), binding)
                : new TypeNames.Declared(serial, null);
    }

    /** Null for a column that no sequence numbers. */
    Numbering of(ColumnDefinition column) {
        boolean isIdentity = column.identity() != ColumnDefinition.Identity.NONE;
        boolean isSerial = serialType(column) != null;
        int ways = (isSerial || column.defaultValue() != null ? 1 : 0) + (isIdentity ? 1 : 0)
                + (column.generated() != null ? 1 : 0) + (isSerial && column.defaultValue() != null ? 1 : 0);
        if (ways > 1) {
            String first = isIdentity && column.generated() != null ? "identity and generation expression"
                    : isIdentity ? "default and identity"
                    : column.generated() != null ? "default and generation expression"
                    : "default";
            throw new SqlException(
                            SqlState.SYNTAX_ERROR,
                            (first.equals("default") ? "multiple default values" : "both " + first)
                                    + " specified for column \"" + column.name() + "\" of table \"" + table + "\"");
        }
        SqlType type = type(column).type();
        if (isIdentity) {
            if (!type.kind().isInteger()) {
                throw new SqlException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "identity column type must be smallint, integer, or bigint");
            }
            boolean isAlways = column.identity() == ColumnDefinition.Identity.ALWAYS;
            return new Numbering(
                    isAlways ? Numbering.Kind.IDENTITY_ALWAYS
                            : Numbering.Kind.IDENTITY_BY_DEFAULT,
                    settings(column.sequence(), type), null);
        }
        if (isSerial) {
            return new Numbering(
                    Numbering.Kind.SERIAL, settings(SequenceOptions.DEFAULT, type), null);
        }
        String existing = column.defaultValue() == null ? null : sequenceOf(column.defaultValue());
        return existing == null
                ? null
                : new Numbering(Numbering.Kind.NEXTVAL, null, existing);
    }

    /** The sequence of {@code nextval('name')} or {@code nextval('name'::regclass)}, as written; null for others. */
    static String sequenceOf(SqlNode value) {
        if (!(value instanceof SqlCall call)
                || !call.getOperator().getName().equalsIgnoreCase("nextval")
                || call.operandCount() != 1) {
            return null;
        }
        SqlNode argument = call.operand(0);
        if (argument.getKind() == SqlKind.CAST
                && ((SqlCall) argument).operand(1) instanceof SqlDataTypeSpec spec
                && spec.getTypeNameSpec() instanceof PostgresTypeName name
                && name.name().equals("regclass")) {
            argument = ((SqlCall) argument).operand(0);
        }
        return argument instanceof SqlLiteral literal && literal.getValue() != null
                ? literal.toValue()
                : null;
    }

    SequenceSettings settings(SequenceOptions options, SqlType type) {
        SequenceSettings said = settings(options);
        return new SequenceSettings(
                said.type() == null ? type : said.type(), said.increment(), said.min(), said.max(), said.start(),
                said.restart(), said.cache(), said.cycles(), said.owner(), said.name());
    }

    SequenceSettings settings(SequenceOptions options) {
        SqlIdentifier owner = options.owner();
        if (owner != null && owner.names.size() == 1 && !owner.getSimple().equalsIgnoreCase("none")) {
            throw new SqlException(SqlState.SYNTAX_ERROR, "invalid OWNED BY option")
                    .withHint("Specify OWNED BY table.column or OWNED BY NONE.");
        }
        return new SequenceSettings(
                options.type() == null ? null : TypeNames.resolve(options.type(), binding),
                options.increment(), options.min(), options.max(), options.start(), options.restart(),
                options.cache(), options.cycle(),
                owner == null ? null : owner.names.size() == 1 ? List.of() : owner.names,
                options.name() == null ? null : options.name().names.getLast());
    }
}
