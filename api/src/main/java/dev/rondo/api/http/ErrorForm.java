package dev.rondo.api.http;

import dev.rondo.kernel.Problem;

/// How a protocol tells its clients of a problem.
@FunctionalInterface
public interface ErrorForm {
  Response render(Problem problem);
}
