package dev.millrace.executor.expression;

/** A compiled expression inside an {@link ExpressionCompiler} unit. One thread at a time. */
interface Node {

    /** The values for all rows of a frame; a failure stays with its row until someone needs the value. */
    Vector evaluate(Frame frame);

    /** Whether evaluation costs nothing and cannot fail, so that doing it for more rows than needed is fine. */
    default boolean isFree() {
        return false;
    }

    /** Column of the input. */
    record Input(int index) implements Node {
        @Override
        public Vector evaluate(Frame frame) {
            return Vector.of(frame.column(index));
        }

        @Override
        public boolean isFree() {
            return true;
        }
    }

    /** A literal, or what an expression without inputs came to (which may be a failure). */
    record Constant(Vector value) implements Node {
        @Override
        public Vector evaluate(Frame frame) {
            return value;
        }

        @Override
        public boolean isFree() {
            return true;
        }
    }

    /** A subexpression that occurs more than once: evaluated once for each frame. */
    record Shared(Node node, int index) implements Node {
        @Override
        public Vector evaluate(Frame frame) {
            Vector vector = frame.shared(index);
            if (vector == null) {
                vector = node.evaluate(frame);
                frame.share(index, vector);
            }
            return vector;
        }
    }
}
