package dev.millrace.server.net;

import java.util.concurrent.atomic.AtomicInteger;

import dev.millrace.server.wire.MessageRoom;

/**
 * What a listener asks of sockets before it knows who is behind them.
 *
 * @param encryption null where none is offered
 * @param loginSeconds how long one may take to say who it is
 * @param room for long messages
 * @param strangers how many there are that have not said so yet
 */
public record Admission(
        Encryption encryption, int loginSeconds, int strangersMax, MessageRoom room, AtomicInteger strangers) {

    public Admission(Encryption encryption, int loginSeconds, int strangersMax, MessageRoom room) {
        this(encryption, loginSeconds, strangersMax, room, new AtomicInteger());
    }

    /** False when there are too many; otherwise {@link #leave} has to follow. */
    boolean enter() {
        if (strangers.incrementAndGet() > strangersMax) {
            strangers.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        strangers.decrementAndGet();
    }
}
