/**
 * The same script told in another order. A view's content depends on its inputs alone, not on the order, the size or
 * the number of the changes that made them: so a script whose steps are rearranged, with rows that come and go in
 * between or a server that is killed, must give the same answers. Each {@link dev.millrace.sqltests.replay.Replay} is
 * such a telling; it changes only what provably does not matter, and leaves the rest of a script as it is.
 */
package dev.millrace.sqltests.replay;
