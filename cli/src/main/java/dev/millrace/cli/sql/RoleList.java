package dev.millrace.cli.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.cli.table.Grid;

/** {@code \du}: roles with what they may do, in words. */
final class RoleList {
    private RoleList() {
    }

    static boolean print(Session session, NamePattern pattern, boolean hasDetails, boolean isSystem)
            throws SQLException {
        String conditions = pattern != null ? pattern.conditions(null, "r.rolname", null)
                : isSystem ? "" : "\n  AND r.rolname !~ '^pg_'";
        Grid found = session.ask("""
                SELECT r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin,
                  r.rolconnlimit, r.rolvaliduntil,
                  pg_catalog.array_to_string(ARRAY(SELECT b.rolname FROM pg_catalog.pg_auth_members m
                    JOIN pg_catalog.pg_roles b ON (m.roleid = b.oid) WHERE m.member = r.oid), ',') AS memberof,
                  r.rolreplication, r.rolbypassrls%s
                FROM pg_catalog.pg_roles r WHERE true%s
                ORDER BY 1""".formatted(hasDetails
                ? ", pg_catalog.shobj_description(r.oid, 'pg_authid') AS description" : "", conditions));
        List<Grid.Column> columns = new ArrayList<>(List.of(new Grid.Column("Role name", false),
                new Grid.Column("Attributes", false), new Grid.Column("Member of", false)));
        if (hasDetails) {
            columns.add(new Grid.Column("Description", false));
        }
        List<List<String>> rows = new ArrayList<>();
        for (List<String> role : found.rows()) {
            List<String> row = new ArrayList<>(List.of(role.get(0), attributes(role), "{" + role.get(8) + "}"));
            if (hasDetails) {
                row.add(role.get(11));
            }
            rows.add(row);
        }
        DescribeCommands.print(session, new Grid(columns, rows), "List of roles", List.of());
        return true;
    }

    private static String attributes(List<String> role) {
        List<String> words = new ArrayList<>();
        add(words, role.get(1).equals("t"), "Superuser");
        add(words, role.get(2).equals("f"), "No inheritance");
        add(words, role.get(3).equals("t"), "Create role");
        add(words, role.get(4).equals("t"), "Create DB");
        add(words, role.get(5).equals("f"), "Cannot login");
        add(words, role.get(9).equals("t"), "Replication");
        add(words, role.get(10).equals("t"), "Bypass RLS");
        String text = String.join(", ", words);
        int limit = Integer.parseInt(role.get(6));
        if (limit >= 0) {
            text += "\n" + (limit == 0 ? "No connections" : limit == 1 ? "1 connection" : limit + " connections");
        }
        return role.get(7) == null ? text : text + "\nPassword valid until " + role.get(7);
    }

    private static void add(List<String> words, boolean holds, String word) {
        if (holds) {
            words.add(word);
        }
    }
}
