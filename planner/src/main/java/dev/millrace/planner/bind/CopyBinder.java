package dev.millrace.planner.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

import dev.millrace.executor.plan.SqlException;
import dev.millrace.executor.plan.SqlState;
import dev.millrace.planner.PlannerCatalog;
import dev.millrace.planner.Statement;
import dev.millrace.planner.Statement.CopyFormat;
import dev.millrace.sql.parser.statement.SqlCopy;
import dev.millrace.sql.parser.statement.SqlSubscribe;
import dev.millrace.sql.parser.statement.StatementOption;

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
        if (copy.file() != null) {
            throw SqlException.unsupported("COPY with a file on the server")
                    .withHint("Use STDIN or STDOUT; psql's \\copy does it for files of the client.")
                    .at(binding.at(copy));
        }
        if (copy.where() != null) {
            throw SqlException.unsupported("COPY ... WHERE").at(binding.at(copy.where()));
        }
        CopyFormat format = format(copy.options());
        if (copy.isFrom()) {
            Targets targets = new Targets(binding, queries);
            PlannerCatalog.Stored table = targets.resolve(copy.table(), "copy to");
            List<Integer> columns = new ArrayList<>(targets.columns(table, copy.columns()));
            for (int column : columns) {
                if (!copy.columns().isEmpty() && table.origins().get(column).isGenerated()) {
                    String name = table.schema().field(column).name();
                    throw new SqlException(
                            SqlState.INVALID_COLUMN_REFERENCE, "column \"" + name + "\" is a generated column")
                            .withDetail("Generated columns cannot be used in COPY.");
                }
            }
            columns.removeIf(column -> table.origins().get(column).isGenerated());
            return new Statement.CopyIn(table.id(), columns, targets.rules(table, columns), format);
        }
        return new Statement.CopyOut(source(copy), format);
    }

    private Statement source(SqlCopy copy) {
        if (copy.table() != null) {
            return statements.query(copy.columns().isEmpty() ? StatementBinder.selectAll(copy.table()) : select(copy));
        }
        SqlNode query = copy.query();
        if (!query.isA(SqlKind.QUERY) && !(query instanceof SqlSubscribe)) {
            throw SqlException.unsupported("COPY of a statement that changes rows").at(binding.at(query));
        }
        return statements.bind(query);
    }

    private static SqlNode select(SqlCopy copy) {
        List<SqlIdentifier> columns = copy.columns();
        return new SqlSelect(
                SqlParserPos.ZERO,
                null,
                new SqlNodeList(columns, SqlParserPos.ZERO),
                copy.table(),
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

    private CopyFormat format(List<StatementOption> options) {
        CopyFormat.Kind kind = CopyFormat.Kind.TEXT;
        for (StatementOption option : options) {
            if (option.key().equals("format")) {
                kind = switch (option.value().toLowerCase(Locale.ROOT)) {
                    case "text" -> CopyFormat.Kind.TEXT;
                    case "csv" -> CopyFormat.Kind.CSV;
                    case "binary" -> CopyFormat.Kind.BINARY;
                    default ->
                        throw fault(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "COPY format \"" + option.value() + "\" not recognized",
                                option);
                };
            }
        }
        boolean isCsv = kind == CopyFormat.Kind.CSV;
        char delimiter = isCsv ? ',' : '\t';
        String nullText = isCsv ? "" : "\\N";
        boolean header = false;
        char quote = '"';
        char escape = '"';
        boolean hasEscape = false;
        for (StatementOption option : options) {
            switch (option.key()) {
                case "format" -> {}
                case "delimiter" -> delimiter = character(option);
                case "null" -> nullText = option.value();
                case "header" -> header = option.isOn();
                case "quote" -> quote = character(option);
                case "escape" -> {
                    escape = character(option);
                    hasEscape = true;
                }
                case "encoding" -> requireUtf8(option);
                default ->
                    throw fault(SqlState.SYNTAX_ERROR, "option \"" + option.key() + "\" not recognized", option);
            }
        }
        return new CopyFormat(kind, delimiter, nullText, header, quote, hasEscape ? escape : quote);
    }

    private char character(StatementOption option) {
        if (option.value().length() != 1) {
            throw fault(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "COPY " + option.key() + " must be a single one-byte character",
                    option);
        }
        return option.value().charAt(0);
    }

    private void requireUtf8(StatementOption option) {
        String name = option.value().toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        if (!name.equals("utf8") && !name.equals("unicode")) {
            throw fault(SqlState.FEATURE_NOT_SUPPORTED, "only the encoding UTF8 is supported", option);
        }
    }

    private SqlException fault(String state, String message, StatementOption option) {
        return new SqlException(state, message).at(binding.source.position(option.pos()));
    }
}
