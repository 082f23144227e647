package dev.rondo.api.metric;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/// The process and its virtual machine: memory, threads, collections of garbage.
public final class JvmCollector implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        memory(),
        buffers(),
        collections(),
        collectionSeconds(),
        gauge(
            "jvm_threads_current",
            "Threads of the operating system",
            ManagementFactory.getThreadMXBean().getThreadCount()),
        gauge(
            "process_start_time_seconds",
            "When the process began, in seconds since 1970",
            ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3));
  }

  private static GaugeSnapshot memory() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    return GaugeSnapshot.builder()
        .name("jvm_memory_used_bytes")
        .help("Used memory of the virtual machine")
        .dataPoint(point(memory.getHeapMemoryUsage().getUsed(), Labels.of("area", "heap")))
        .dataPoint(point(memory.getNonHeapMemoryUsage().getUsed(), Labels.of("area", "nonheap")))
        .build();
  }

  private static GaugeSnapshot buffers() {
    var buffers =
        GaugeSnapshot.builder()
            .name("jvm_buffer_pool_used_bytes")
            .help("Memory of buffers outside of the heap");
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      buffers.dataPoint(point(pool.getMemoryUsed(), Labels.of("pool", pool.getName())));
    }
    return buffers.build();
  }

  private static CounterSnapshot collections() {
    var collections =
        CounterSnapshot.builder().name("jvm_gc_collections").help("Collections of garbage");
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections.dataPoint(counted(Math.max(0, gc.getCollectionCount()), gc.getName()));
    }
    return collections.build();
  }

  private static CounterSnapshot collectionSeconds() {
    var seconds =
        CounterSnapshot.builder()
            .name("jvm_gc_collection_seconds")
            .help("Time spent on collections of garbage");
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      seconds.dataPoint(counted(Math.max(0, gc.getCollectionTime()) / 1e3, gc.getName()));
    }
    return seconds.build();
  }

  private static CounterDataPointSnapshot counted(double value, String collector) {
    return CounterDataPointSnapshot.builder()
        .value(value)
        .labels(Labels.of("gc", collector))
        .build();
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(point(value, Labels.EMPTY))
        .build();
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
  }
}
