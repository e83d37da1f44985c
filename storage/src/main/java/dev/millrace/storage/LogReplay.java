package dev.millrace.storage;

import java.io.IOException;
import java.util.List;

/** Hands the records after an epoch to a visitor, having verified each one and that none is missing between them. */
final class LogReplay {
    private final long afterEpoch;
    private final CommitLog.RecordVisitor visitor;
    private boolean isFirst = true;
    private long previous = LogFormat.NO_EPOCH;

    LogReplay(long afterEpoch, CommitLog.RecordVisitor visitor) {
        this.afterEpoch = afterEpoch;
        this.visitor = visitor;
    }

    void run(List<LogSegment> segments) throws IOException {
        for (LogSegment segment : segments) {
            if (segment.lastEpoch != LogFormat.NO_EPOCH && segment.lastEpoch > afterEpoch) {
                run(segment);
            }
        }
    }

    private void run(LogSegment segment) throws IOException {
        LogReader reader = new LogReader(segment, segment.end);
        while (previous != segment.lastEpoch && reader.next()) {
            LogFormat.RecordHeader header = reader.header();
            checkLinked(segment, reader);
            isFirst = false;
            previous = header.epoch();
            if (header.epoch() > afterEpoch) {
                visitor.record(header.epoch(), reader.payload());
            }
        }
        if (previous != segment.lastEpoch) {
            throw new CorruptionException(segment.path, reader.position(), reader.stopReason());
        }
    }

    private void checkLinked(LogSegment segment, LogReader reader) throws CorruptionException {
        LogFormat.RecordHeader header = reader.header();
        boolean isLinked = isFirst
                ? header.epoch() <= afterEpoch || header.previousEpoch() <= afterEpoch
                : header.previousEpoch() == previous;
        if (!isLinked) {
            long known = isFirst ? afterEpoch : previous;
            throw new CorruptionException(
                    segment.path, reader.position(),
                    "the records between epoch " + known + " and " + header.epoch() + " are missing");
        }
    }
}
