package dev.rondo.kernel.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to start a child: the same JVM and class path, another main class.
///
/// @param mainClass calls [ChildMain#serve]
/// @param jvmOptions such as `-Xmx512m`
/// @param temporary the child's `java.io.tmpdir`
public record ChildCommand(String mainClass, List<String> jvmOptions, Path temporary) {

  public ChildCommand {
    jvmOptions = List.copyOf(jvmOptions);
  }

  List<String> line() {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Djava.io.tmpdir=" + temporary);
    line.add("--enable-native-access=ALL-UNNAMED");
    line.addAll(jvmOptions);
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(mainClass);
    return line;
  }
}
