/**
 * The logical plan made good: {@link dev.millrace.planner.optimize.Passes} is the list, one class a pass. Every pass
 * takes
 * a tree and gives one with the same meaning; decorrelation must run, the others only make the plan cheaper to keep.
 */
package dev.millrace.planner.optimize;
