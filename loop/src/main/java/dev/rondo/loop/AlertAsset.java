package dev.rondo.loop;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;

/// The name in lineage of an alert: a sentence that a monitor said of the window that ended at a
/// moment.
public final class AlertAsset {
  private AlertAsset() {}

  public static Asset of(String monitor, EventTime end, String sentence) {
    Digest digest = Digest.of(String.join("\n", monitor, end.toString(), sentence));
    return new Asset(Asset.Kind.ALERT, monitor, end.day() + "/" + digest.brief(), digest);
  }
}
