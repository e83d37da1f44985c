package dev.millrace.planner.bind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Whether a WITH query mentions itself. */
final class Recursion extends SqlBasicVisitor<Void> {

    private final String name;
    private boolean isFound;

    private Recursion(String name) {
        this.name = name;
    }

    static boolean refersTo(SqlNode query, String name) {
        Recursion visitor = new Recursion(name);
        query.accept(visitor);
        return visitor.isFound;
    }

    @Override
    public Void visit(SqlIdentifier identifier) {
        isFound |= identifier.isSimple() && identifier.getSimple().equals(name);
        return null;
    }
}
