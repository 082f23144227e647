package dev.rondo.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.rondo.loop.Projects;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Gives memory back while nothing goes on: ends analytical sessions that have not been used for a
/// while, lets the heap shrink to what is alive, and libraries leave memory.
record IdleRest(Projects projects) {
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final String MIN_FREE = "MinHeapFreeRatio";
  private static final String MAX_FREE = "MaxHeapFreeRatio";

  void restIfIdle() {
    if (projects.restIfIdle(IDLE)) {
      shrinkHeap();
      MappedFiles.giveBack();
    }
  }

  /// Collects with the virtual machine's free share of the heap set low for this once: at work a
  /// larger one saves collections, at rest it is only held.
  private static void shrinkHeap() {
    var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    String min = machine.getVMOption(MIN_FREE).getValue();
    String max = machine.getVMOption(MAX_FREE).getValue();
    machine.setVMOption(MIN_FREE, "0");
    machine.setVMOption(MAX_FREE, "5");
    try {
      System.gc();
      System.gc(); // what only cleaners still held
    } finally {
      machine.setVMOption(MAX_FREE, max);
      machine.setVMOption(MIN_FREE, min);
    }
  }
}
