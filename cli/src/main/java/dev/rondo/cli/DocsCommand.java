package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "docs",
    description = "Pages about data: build.",
    subcommands = DocsCommand.Build.class)
final class DocsCommand extends Group {

  @Command(
      name = "build",
      description = "Write the pages about data into a folder that needs no server.",
      footer = {"", "Example: rondo docs build --out site"})
  static final class Build extends ClientCommand {
    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "The folder; what else lies in it stays.")
    private Path out = Path.of("");

    @Override
    void run(Api api) {
      api.download(inProject(api, "docs"), this::unpack);
      Path index = out.resolve("index.html");
      if (isJson()) {
        showObject(Json.object().put("index", index.toString()));
      } else {
        terminal().out().println("The pages begin at " + index + ".");
      }
    }

    /// Each file is written beside and then moved, so that pages are whole whenever they are read.
    private void unpack(InputStream content) throws IOException {
      Path root = Files.createDirectories(out).toRealPath();
      Path fresh = Files.createTempDirectory(root, ".rondo-");
      try (ZipInputStream zip = new ZipInputStream(content)) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          Path file = root.resolve(entry.getName()).normalize();
          if (!file.startsWith(root)) {
            throw Problem.of(
                ProblemCode.INVALID_DATA,
                "The server's archive names '%s', which lies outside of '%s'.",
                entry.getName(),
                root);
          }
          Path beside = fresh.resolve("page");
          Files.copy(zip, beside);
          Files.createDirectories(file.getParent());
          Files.move(
              beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
      } finally {
        Files.deleteIfExists(fresh.resolve("page"));
        Files.deleteIfExists(fresh);
      }
    }
  }
}
