package dev.millrace.server.catalog;

/** How a stream's rows tell the time. Null is none, for what {@code PlannerCatalog.Watermark} says of partitions. */
public record StreamWatermark(
        int column, String delaySql, long delayMicros, Integer partition, Integer arrival, Long idleMicros) {}
