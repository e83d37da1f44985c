/**
 * What code that Millrace calls is written against: stateful processors, one for each key of a relation. The only
 * package of Millrace that such code sees, and the only one that stays as it is: what is here is not changed, only
 * added to. It needs nothing but the JDK.
 *
 * <p>A processor is a public class with a public constructor without parameters that implements {@link
 * dev.millrace.api.Processor}. SQL makes a function of it and calls that:
 *
 * <pre>
 * CREATE FUNCTION alerts(TABLE) RETURNS TABLE (at timestamptz, message text)
 *   LANGUAGE java IMMUTABLE AS '/srv/shop.jar', 'com.example.shop.Alerts';
 * SELECT * FROM TABLE(alerts(TABLE reading PARTITION BY device ORDER BY ts));
 * </pre>
 */
package dev.millrace.api;
