package dev.millrace.sql.parser.statement;

import java.util.List;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code EXPLAIN [ANALYZE] [VERBOSE] [(options)] statement}. */
public final class SqlExplain extends SqlStatement {
    private static final SqlOperator OPERATOR = operator("EXPLAIN", SqlKind.EXPLAIN);

    private final boolean analyze;
    private final boolean verbose;
    private final List<StatementOption> options;
    private final SqlNode statement;

    public SqlExplain(SqlParserPos pos, boolean analyze, boolean verbose, List<StatementOption> options,
            SqlNode statement) {
        super(pos, OPERATOR);
        this.analyze = analyze;
        this.verbose = verbose;
        this.options = List.copyOf(options);
        this.statement = statement;
    }

    /** Whether ANALYZE was given, in either spelling. */
    public boolean analyze() {
        return analyze;
    }

    /** Whether VERBOSE was given, in either spelling. */
    public boolean verbose() {
        return verbose;
    }

    /** The options in parentheses, as written. */
    public List<StatementOption> options() {
        return options;
    }

    public SqlNode statement() {
        return statement;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return present(statement);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        Unparser out = new Unparser(writer);
        out.words("EXPLAIN");
        if (options.isEmpty()) {
            out.wordsIf(analyze, "ANALYZE").wordsIf(verbose, "VERBOSE");
        } else {
            out.options("", options);
        }
        out.node(statement);
    }
}
