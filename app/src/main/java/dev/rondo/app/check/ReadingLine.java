package dev.rondo.app.check;

import dev.rondo.cli.ProgressLine;
import dev.rondo.cli.Terminal;
import dev.rondo.cli.Text;
import dev.rondo.data.source.Progress;

/// Tells how far a reading is.
final class ReadingLine implements Progress {
  private final ProgressLine line;

  ReadingLine(Terminal terminal) {
    this.line = new ProgressLine(terminal);
  }

  @Override
  public void reads(String what, long done, long of) {
    if (line.isDue()) {
      String count = of > 1 ? " (%d of %d)".formatted(done + 1, of) : "";
      line.tell("Reading " + Text.plain(what) + count);
    }
  }

  @Override
  public void ended() {
    line.end();
  }
}
