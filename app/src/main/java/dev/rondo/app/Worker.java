package dev.rondo.app;

import dev.rondo.kernel.child.ChildJob;
import dev.rondo.kernel.child.ChildMain;
import dev.rondo.serving.ModelProbe;
import dev.rondo.training.TrainingJobs;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// The main class of child processes: native work that must not take the server down with it.
public final class Worker {
  private Worker() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, ChildJob> jobs = new HashMap<>(TrainingJobs.byName());
    jobs.put(ModelProbe.NAME, new ModelProbe());
    ChildMain.serve(jobs);
  }
}
