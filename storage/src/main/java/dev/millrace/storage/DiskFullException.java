package dev.millrace.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** There was no room for what was to be written; with more room the same may succeed. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    /** Less than this is no room: a file system keeps some for itself. */
    private static final long ROOM_BYTES_MIN = 64 << 10;

    DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same failure, as one of this kind if that is what it was. The message alone may be in any language. */
    static IOException orOther(IOException failure, Path file) {
        return failure instanceof DiskFullException || !saysFull(failure.getMessage()) && hasRoom(file)
                ? failure
                : new DiskFullException(failure.getMessage(), failure);
    }

    static boolean saysFull(String message) {
        String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded");
    }

    private static boolean hasRoom(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            return Files.getFileStore(folder).getUsableSpace() >= ROOM_BYTES_MIN;
        } catch (IOException e) {
            return true;
        }
    }
}
