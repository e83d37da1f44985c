package dev.millrace.executor.function;

/** Trigonometry in degrees, exact where the result is. */
final class Degrees {

    private Degrees() {}

    static double sin(double degrees) {
        double reduced = degrees % 360;
        if (reduced % 90 == 0) {
            return switch ((int) (reduced / 90)) {
                case 1, -3 -> 1;
                case -1, 3 -> -1;
                default -> 0;
            };
        }
        if (reduced == 30 || reduced == 150 || reduced == -210 || reduced == -330) {
            return 0.5;
        }
        if (reduced == -30 || reduced == -150 || reduced == 210 || reduced == 330) {
            return -0.5;
        }
        return Math.sin(Math.toRadians(reduced));
    }

    static double cos(double degrees) {
        return sin(Math.abs(degrees % 360) + 90);
    }

    static double tan(double degrees) {
        double reduced = degrees % 180;
        if (reduced == 45 || reduced == -135) {
            return 1;
        }
        if (reduced == -45 || reduced == 135) {
            return -1;
        }
        // Zero has no sign, as the sine has none.
        return sin(degrees) / cos(degrees) + 0.0;
    }

    static double cot(double degrees) {
        if (degrees < 0) {
            return -cot(-degrees) + 0.0;
        }
        double tangent = tan(degrees);
        return tangent == 0 ? cos(degrees) / 0.0 : Double.isInfinite(tangent) ? 0 : 1 / tangent;
    }

    static double asin(double value) {
        if (value < 0) {
            return -asin(-value);
        }
        return value <= 0.5
                ? Math.asin(value) / Math.asin(0.5) * 30
                : 90 - Math.acos(value) / Math.acos(0.5) * 60;
    }

    static double acos(double value) {
        if (value < 0) {
            return 90 + asin(-value);
        }
        return value <= 0.5
                ? 90 - Math.asin(value) / Math.asin(0.5) * 30
                : Math.acos(value) / Math.acos(0.5) * 60;
    }

    static double atan(double value) {
        return Math.atan(value) / Math.atan(1) * 45;
    }

    static double atan2(double y, double x) {
        return Math.atan2(y, x) / Math.atan(1) * 45;
    }
}
