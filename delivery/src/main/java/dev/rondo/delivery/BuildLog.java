package dev.rondo.delivery;

/// Where a check tells what it does, line by line, for whoever reads the build's page.
@FunctionalInterface
public interface BuildLog {
  void say(String line);
}
