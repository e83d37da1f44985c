package dev.millrace.cli.sql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.millrace.cli.table.Grid;

/** Reads a result of the driver into a {@link Grid}. */
final class Answers {
    private static final Set<String> NUMERIC =
            Set.of("int2", "int4", "int8", "float4", "float8", "numeric", "oid", "xid", "cid",
            "money", "smallserial", "serial", "bigserial");

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
            boolean isNumber = NUMERIC.contains(metaData.getColumnTypeName(column));
            columns.add(new Grid.Column(metaData.getColumnLabel(column), isNumber));
        }
        return columns;
    }
}
