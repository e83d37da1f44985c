/**
 * Regular expressions that no automaton of linear time has: with lookaround, with back references, or with quantifiers
 * that want as much here and as little there. {@link dev.millrace.executor.regex.Pattern} is what others see: read by
 * {@code PatternReader} into a tree of {@code Piece}s, whose meaning {@code Search} works out over one text.
 */
package dev.millrace.executor.regex;
