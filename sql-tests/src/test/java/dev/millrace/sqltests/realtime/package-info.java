/**
 * The promises of real-time features, each a test of its name: D1 to D12, no drift between training and serving
 * ({@link dev.millrace.sqltests.realtime.NoDriftTest}), and R1 to R8, freshness in one line ({@link
 * dev.millrace.sqltests.realtime.FreshnessOnDemandTest}); on written rows and on seeded chance ({@link
 * dev.millrace.sqltests.realtime.FeatureStore}).
 */
package dev.millrace.sqltests.realtime;
