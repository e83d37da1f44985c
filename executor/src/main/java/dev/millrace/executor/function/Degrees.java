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
        return sin(degrees) / cos(degrees);
    }
}
