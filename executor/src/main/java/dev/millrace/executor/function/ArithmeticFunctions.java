package dev.millrace.executor.function;

import dev.millrace.executor.data.Numeric;

import static dev.millrace.executor.function.OutOfRange.checked;

/** {@code + - * / % ^}, signs and bit operators of the number types. Overflow is 22003, a divisor of 0 is 22012. */
final class ArithmeticFunctions {

    private ArithmeticFunctions() {}

    @SqlFunction(name = "+", description = "Addition.")
    static short add(short left, short right) {
        return OutOfRange.toShort(left + right);
    }

    @SqlFunction(name = "-", description = "Subtraction.")
    static short subtract(short left, short right) {
        return OutOfRange.toShort(left - right);
    }

    @SqlFunction(name = "*", description = "Multiplication.")
    static short multiply(short left, short right) {
        return OutOfRange.toShort(left * right);
    }

    @SqlFunction(name = "/", description = "Division, toward zero.")
    static short divide(short left, short right) {
        if (right == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return OutOfRange.toShort(left / right);
    }

    @SqlFunction(
            name = {"%", "mod"},
            description = "Remainder, with the sign of the dividend.")
    static short remainder(short left, short right) {
        if (right == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return (short) (left % right);
    }

    @SqlFunction(name = "-", description = "Negation.")
    static short negate(short value) {
        return OutOfRange.toShort(-value);
    }

    @SqlFunction(name = "+", description = "The value itself.")
    static short plus(short value) {
        return value;
    }

    @SqlFunction(name = "&", description = "Bitwise and.")
    static short and(short left, short right) {
        return (short) (left & right);
    }

    @SqlFunction(name = "|", description = "Bitwise or.")
    static short or(short left, short right) {
        return (short) (left | right);
    }

    @SqlFunction(name = "#", description = "Bitwise exclusive or.")
    static short exclusiveOr(short left, short right) {
        return (short) (left ^ right);
    }

    @SqlFunction(name = "~", description = "Bitwise not.")
    static short not(short value) {
        return (short) ~value;
    }

    @SqlFunction(name = "<<", description = "Bits shifted left.")
    static short shiftLeft(short value, int distance) {
        return (short) (value << distance);
    }

    @SqlFunction(name = ">>", description = "Bits shifted right.")
    static short shiftRight(short value, int distance) {
        return (short) (value >> distance);
    }

    @SqlFunction(name = "+", description = "Addition.", example = "2 + 3 = 5")
    static int add(int left, int right) {
        return OutOfRange.toInt((long) left + right);
    }

    @SqlFunction(name = "-", description = "Subtraction.")
    static int subtract(int left, int right) {
        return OutOfRange.toInt((long) left - right);
    }

    @SqlFunction(name = "*", description = "Multiplication.")
    static int multiply(int left, int right) {
        return OutOfRange.toInt((long) left * right);
    }

    @SqlFunction(name = "/", description = "Division, toward zero.")
    static int divide(int left, int right) {
        if (right == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return OutOfRange.toInt((long) left / right);
    }

    @SqlFunction(
            name = {"%", "mod"},
            description = "Remainder, with the sign of the dividend.")
    static int remainder(int left, int right) {
        if (right == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return right == -1 ? 0 : left % right;
    }

    @SqlFunction(name = "-", description = "Negation.")
    static int negate(int value) {
        return OutOfRange.toInt(-(long) value);
    }

    @SqlFunction(name = "+", description = "The value itself.")
    static int plus(int value) {
        return value;
    }

    @SqlFunction(name = "&", description = "Bitwise and.")
    static int and(int left, int right) {
        return left & right;
    }

    @SqlFunction(name = "|", description = "Bitwise or.")
    static int or(int left, int right) {
        return left | right;
    }

    @SqlFunction(name = "#", description = "Bitwise exclusive or.")
    static int exclusiveOr(int left, int right) {
        return left ^ right;
    }

    @SqlFunction(name = "~", description = "Bitwise not.")
    static int not(int value) {
        return ~value;
    }

    @SqlFunction(name = "<<", description = "Bits shifted left.")
    static int shiftLeft(int value, int distance) {
        return value << distance;
    }

    @SqlFunction(name = ">>", description = "Bits shifted right.")
    static int shiftRight(int value, int distance) {
        return value >> distance;
    }

    @SqlFunction(name = "+", description = "Addition.")
    static long add(long left, long right) {
        long sum = left + right;
        if (((left ^ sum) & (right ^ sum)) < 0) {
            throw OutOfRange.BIGINT;
        }
        return sum;
    }

    @SqlFunction(name = "-", description = "Subtraction.")
    static long subtract(long left, long right) {
        long difference = left - right;
        if (((left ^ right) & (left ^ difference)) < 0) {
            throw OutOfRange.BIGINT;
        }
        return difference;
    }

    @SqlFunction(name = "*", description = "Multiplication.")
    static long multiply(long left, long right) {
        long product = left * right;
        if (Math.multiplyHigh(left, right) != product >> 63) {
            throw OutOfRange.BIGINT;
        }
        return product;
    }

    @SqlFunction(name = "/", description = "Division, toward zero.")
    static long divide(long left, long right) {
        if (right == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        if (right == -1 && left == Long.MIN_VALUE) {
            throw OutOfRange.BIGINT;
        }
        return left / right;
    }

    @SqlFunction(
            name = {"%", "mod"},
            description = "Remainder, with the sign of the dividend.",
            example = "-7 % 3 = -1")
    static long remainder(long left, long right) {
        if (right == 0) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return right == -1 ? 0 : left % right;
    }

    @SqlFunction(name = "-", description = "Negation.")
    static long negate(long value) {
        if (value == Long.MIN_VALUE) {
            throw OutOfRange.BIGINT;
        }
        return -value;
    }

    @SqlFunction(name = "+", description = "The value itself.")
    static long plus(long value) {
        return value;
    }

    @SqlFunction(name = "&", description = "Bitwise and.")
    static long and(long left, long right) {
        return left & right;
    }

    @SqlFunction(name = "|", description = "Bitwise or.")
    static long or(long left, long right) {
        return left | right;
    }

    @SqlFunction(name = "#", description = "Bitwise exclusive or.")
    static long exclusiveOr(long left, long right) {
        return left ^ right;
    }

    @SqlFunction(name = "~", description = "Bitwise not.")
    static long not(long value) {
        return ~value;
    }

    @SqlFunction(name = "<<", description = "Bits shifted left.")
    static long shiftLeft(long value, int distance) {
        return value << distance;
    }

    @SqlFunction(name = ">>", description = "Bits shifted right.")
    static long shiftRight(long value, int distance) {
        return value >> distance;
    }

    @SqlFunction(name = "+", description = "Addition.")
    static float add(float left, float right) {
        return checked(left + right, Float.isInfinite(left) || Float.isInfinite(right), true);
    }

    @SqlFunction(name = "-", description = "Subtraction.")
    static float subtract(float left, float right) {
        return checked(left - right, Float.isInfinite(left) || Float.isInfinite(right), true);
    }

    @SqlFunction(name = "*", description = "Multiplication.")
    static float multiply(float left, float right) {
        return checked(left * right, Float.isInfinite(left) || Float.isInfinite(right), left == 0 || right == 0);
    }

    @SqlFunction(name = "/", description = "Division.")
    static float divide(float left, float right) {
        if (right == 0 && !Float.isNaN(left)) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return checked(left / right, Float.isInfinite(left), left == 0 || Float.isInfinite(right));
    }

    @SqlFunction(name = "-", description = "Negation.")
    static float negate(float value) {
        return -value;
    }

    @SqlFunction(name = "+", description = "The value itself.")
    static float plus(float value) {
        return value;
    }

    @SqlFunction(name = "+", description = "Addition.")
    static double add(double left, double right) {
        return checked(left + right, Double.isInfinite(left) || Double.isInfinite(right), true);
    }

    @SqlFunction(name = "-", description = "Subtraction.")
    static double subtract(double left, double right) {
        return checked(left - right, Double.isInfinite(left) || Double.isInfinite(right), true);
    }

    @SqlFunction(name = "*", description = "Multiplication.")
    static double multiply(double left, double right) {
        return checked(left * right, Double.isInfinite(left) || Double.isInfinite(right), left == 0 || right == 0);
    }

    @SqlFunction(name = "/", description = "Division.")
    static double divide(double left, double right) {
        if (right == 0 && !Double.isNaN(left)) {
            throw OutOfRange.DIVISION_BY_ZERO;
        }
        return checked(left / right, Double.isInfinite(left), left == 0 || Double.isInfinite(right));
    }

    @SqlFunction(name = "-", description = "Negation.")
    static double negate(double value) {
        return -value;
    }

    @SqlFunction(name = "+", description = "The value itself.")
    static double plus(double value) {
        return value;
    }

    @SqlFunction(name = "+", description = "Addition.")
    static Numeric add(Numeric left, Numeric right) {
        return Decimals.add(left, right);
    }

    @SqlFunction(name = "-", description = "Subtraction.")
    static Numeric subtract(Numeric left, Numeric right) {
        return Decimals.subtract(left, right);
    }

    @SqlFunction(name = "*", description = "Multiplication.")
    static Numeric multiply(Numeric left, Numeric right) {
        return Decimals.multiply(left, right);
    }

    @SqlFunction(name = "/", description = "Division, to at least 16 significant digits.")
    static Numeric divide(Numeric left, Numeric right) {
        return Decimals.divide(left, right);
    }

    @SqlFunction(
            name = {"%", "mod"},
            description = "Remainder, with the sign of the dividend.")
    static Numeric remainder(Numeric left, Numeric right) {
        return Decimals.remainder(left, right);
    }

    @SqlFunction(name = "-", description = "Negation.")
    static Numeric negate(Numeric value) {
        return Decimals.negate(value);
    }

    @SqlFunction(name = "+", description = "The value itself.")
    static Numeric plus(Numeric value) {
        return value;
    }
}
