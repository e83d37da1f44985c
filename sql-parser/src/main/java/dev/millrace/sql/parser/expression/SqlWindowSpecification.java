package dev.millrace.sql.parser.expression;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What stands in the parentheses after OVER, or after a name in the WINDOW clause: Calcite's node, which knows ROWS and
 * RANGE, with the unit as it was written, so that GROUPS is one too.
 */
public final class SqlWindowSpecification extends SqlWindow {

    /** What the bounds of a frame count. */
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    private final Unit unit;

    /** @param unit null where no frame is written */
    public SqlWindowSpecification(
            SqlParserPos pos,
            SqlIdentifier existing,
            SqlNodeList partition,
            SqlNodeList order,
            Unit unit,
            SqlNode start,
            SqlNode end,
            SqlLiteral exclude) {
        super(pos, null, existing, partition, order, SqlLiteral.createBoolean(unit == Unit.ROWS, pos), start, end,
                null, exclude);
        this.unit = unit;
    }

    /** Null where no frame is written. */
    public Unit unit() {
        return unit;
    }

    @Override
    public SqlNode clone(SqlParserPos pos) {
        SqlWindowSpecification copy = new SqlWindowSpecification(pos, getRefName(), getPartitionList(),
                getOrderList(), unit, getLowerBound(), getUpperBound(), getExclude());
        if (getDeclName() != null) {
            copy.setDeclName(getDeclName());
        }
        return copy;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        if (getDeclName() != null) {
            getDeclName().unparse(writer, 0, 0);
            writer.keyword("AS");
        }
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.WINDOW, "(", ")");
        if (getRefName() != null) {
            getRefName().unparse(writer, 0, 0);
        }
        if (!getPartitionList().isEmpty()) {
            writer.keyword("PARTITION BY");
            getPartitionList().unparse(writer, 0, 0);
        }
        if (!getOrderList().isEmpty()) {
            writer.keyword("ORDER BY");
            getOrderList().unparse(writer, 0, 0);
        }
        if (unit != null) {
            writer.keyword(unit.name());
            if (getUpperBound() != null) {
                writer.keyword("BETWEEN");
            }
            getLowerBound().unparse(writer, 0, 0);
            if (getUpperBound() != null) {
                writer.keyword("AND");
                getUpperBound().unparse(writer, 0, 0);
            }
            if (!SqlWindow.isExcludeNoOthers(getExclude())) {
                getExclude().unparse(writer, 0, 0);
            }
        }
        writer.endList(frame);
    }
}
