package dev.millrace.cli.sql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.millrace.cli.table.Grid;

/** Reads a result of the driver into a {@link Grid}. */
final class Answers {
    private static final Set<Integer> NUMERIC = Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL,
            Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL);

    private Answers() {
    }

    static Grid read(ResultSet result) throws SQLException {
        List<Grid.Column> columns = columns(result.getMetaData());
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>(columns.size());
            for (int column = 1; column <= columns.size(); column++) {
                row.add(result.getString(column));
            }
            rows.add(row);
        }
        return new Grid(columns, rows);
    }

    static List<Grid.Column> columns(ResultSetMetaData metaData) throws SQLException {
        List<Grid.Column> columns = new ArrayList<>();
        for (int column = 1; column <= metaData.getColumnCount(); column++) {
            // By the type's number: for its name the driver would ask the catalog whether the column is a serial.
            boolean isNumber = NUMERIC.contains(metaData.getColumnType(column));
            columns.add(new Grid.Column(metaData.getColumnLabel(column), isNumber));
        }
        return columns;
    }
}
