package dev.rondo.app;

/// The program's entry.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("hello " + String.join(" ", arguments));
  }
}
