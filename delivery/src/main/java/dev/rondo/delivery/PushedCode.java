package dev.rondo.delivery;

import dev.rondo.delivery.repository.CommitId;
import java.util.Map;

/// What was pushed and is to be judged.
///
/// @param user who pushed it
/// @param files by path
public record PushedCode(CommitId commit, String user, Map<String, byte[]> files) {
  public PushedCode {
    files = Map.copyOf(files);
  }
}
