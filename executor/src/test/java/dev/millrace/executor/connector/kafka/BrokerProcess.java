package dev.millrace.executor.connector.kafka;

import java.nio.file.Path;

import kafka.Kafka;
import kafka.tools.StorageTool;

/** The main program of a test's broker: formats its folder when that is new, then runs. */
final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] arguments) {
        String properties = arguments[0];
        if (!Path.of(arguments[1], "meta.properties").toFile().exists()) {
            int code = StorageTool.execute(
                    new String[] {"format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c", properties}, System.out);
            if (code != 0) {
                System.exit(code);
            }
        }
        Kafka.main(new String[] {properties});
    }
}
