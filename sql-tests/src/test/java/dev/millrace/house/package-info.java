/**
 * The rules of the house as tests: which module may see which ({@code ArchitectureTest}), and what files look like
 * ({@code TidyTest}).
 */
package dev.millrace.house;
