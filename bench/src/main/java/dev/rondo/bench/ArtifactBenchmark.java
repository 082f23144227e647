package dev.rondo.bench;

import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A large file to a run and back by the artifact proxy, beside what the loopback and the disk give
/// by themselves: a bare socket into a file that is forced to the disk, and from a file back. Both
/// keep all of their files, since memory that was used for a file before is written faster.
final class ArtifactBenchmark implements Benchmark {
  private static final String UPLOAD = "artifacts.upload_mb_per_second";
  private static final String DOWNLOAD = "artifacts.download_mb_per_second";
  private static final int MEGABYTES = 256;
  private static final int PIECE = 1 << 20;
  private static final int BUFFER = 1 << 18;
  private static final int RUNS = 5;
  private static final Caller CALLER = Caller.platform("bench", new ProjectName("default"));

  @Override
  public String title() {
    return "a file of %d MB up and down".formatted(MEGABYTES);
  }

  @Override
  public List<String> figures() {
    return List.of(UPLOAD, DOWNLOAD);
  }

  @Override
  public List<Figure> run() throws Exception {
    List<Double> up = new ArrayList<>();
    List<Double> down = new ArrayList<>();
    List<Double> plainUp = new ArrayList<>();
    List<Double> plainDown = new ArrayList<>();
    byte[] content = new byte[PIECE];
    new Random(7).nextBytes(content);
    try (Scratch scratch = Scratch.open();
        ExecutorService other = Executors.newSingleThreadExecutor();
        Server server = Server.start(new ServerOptions(scratch.folder("home"), 0))) {
      RunId run = server.components().ledger().start(CALLER, RunStart.of("bench", "files")).id();
      int port = URI.create(server.url()).getPort();
      for (int i = 0; i <= RUNS; i++) {
        Path file = scratch.folder().resolve("plain-" + i);
        ByteBuffer.wrap(content).putInt(i);
        String path = "/api/2.0/mlflow-artifacts/artifacts/0/" + run + "/artifacts/" + i;
        double[] rates = {
          rate(() -> upload(port, path, content)),
          rate(() -> plainUpload(other, file, content)),
          rate(() -> download(port, path)),
          rate(() -> plainDownload(other, file))
        };
        if (i > 0) {
          up.add(rates[0]);
          plainUp.add(rates[1]);
          down.add(rates[2]);
          plainDown.add(rates[3]);
        }
      }
    }
    return List.of(figure(UPLOAD, up, plainUp), figure(DOWNLOAD, down, plainDown));
  }

  private static Figure figure(String name, List<Double> rates, List<Double> plain) {
    return new Figure(
        name,
        "MB/s",
        new Samples(rates),
        Optional.of(new Figure.Peer("bare socket and file", new Samples(plain))));
  }

  private static double rate(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    return MEGABYTES * 1e9 / (System.nanoTime() - start);
  }

  private static String upload(int port, String path, byte[] content) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(head("PUT", path, "Content-Length: " + (long) MEGABYTES * PIECE + "\r\n"));
      send(out, content);
      return status(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private static byte[] head(String method, String path, String more) {
    return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void send(OutputStream out, byte[] content) throws IOException {
    for (int i = 0; i < MEGABYTES; i++) {
      out.write(content);
    }
    out.flush();
  }

  /// Reads up to the end of the headers.
  private static String status(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        break;
      }
      head.append((char) c);
    }
    if (!head.toString().startsWith("HTTP/1.1 200")) {
      throw Problem.conflict("The server answered: %s", head);
    }
    return head.toString();
  }

  private static long download(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(head("GET", path, ""));
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
      status(in);
      return receive(in);
    }
  }

  private static long receive(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = (long) MEGABYTES * PIECE;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(left, BUFFER));
      if (n < 0) {
        throw Problem.conflict("%d bytes are missing.", left);
      }
      left -= n;
    }
    return left;
  }

  private static Object plainUpload(ExecutorService other, Path file, byte[] content)
      throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
      Future<Long> stored = other.submit(() -> store(listening, file));
      send(socket.getOutputStream(), content);
      socket.shutdownOutput();
      return stored.get();
    }
  }

  private static long store(ServerSocket listening, Path file) throws IOException {
    try (Socket socket = listening.accept();
        FileChannel out =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(ByteBuffer.wrap(buffer, 0, n));
      }
      out.force(true);
      return out.size();
    }
  }

  private static Object plainDownload(ExecutorService other, Path file) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
      Future<Long> sent = other.submit(() -> sendBack(listening, file));
      receive(socket.getInputStream());
      return sent.get();
    }
  }

  private static long sendBack(ServerSocket listening, Path file) throws IOException {
    try (Socket socket = listening.accept()) {
      return Files.copy(file, socket.getOutputStream());
    }
  }
}
