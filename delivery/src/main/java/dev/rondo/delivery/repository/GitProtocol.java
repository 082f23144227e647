package dev.rondo.delivery.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.UploadPackInternalServerErrorException;

/// The smart protocol, one request at a time: each is answered by a fresh instance that is closed
/// after it. An error of the protocol has been told to the client when JGit throws it, so it ends
/// the answer and no more.
final class GitProtocol {
  private static final int COMMAND_BYTES = 256 << 10;
  private static final long DRAINED_BYTES = 16 << 20;

  private GitProtocol() {}

  static boolean advertiseFetch(
      Repository repository, Optional<String> gitProtocol, OutputStream out) throws IOException {
    try (UploadPack fetch = uploader(repository, gitProtocol)) {
      fetch.sendAdvertisedRefs(
          new PacketLineOutRefAdvertiser(new PacketLineOut(out)), "git-upload-pack");
    }
    out.flush();
    return true;
  }

  static boolean advertisePush(ReceivePack push, OutputStream out) throws IOException {
    try (var _ = push.getRevWalk()) {
      PacketLineOut lines = new PacketLineOut(out);
      lines.writeString("# service=git-receive-pack\n");
      lines.end();
      push.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
    }
    out.flush();
    return true;
  }

  static boolean fetch(
      Repository repository, Optional<String> gitProtocol, InputStream in, OutputStream out)
      throws IOException {
    try (UploadPack fetch = uploader(repository, gitProtocol)) {
      fetch.uploadWithExceptionPropagation(in, out, null);
    } catch (UploadPackInternalServerErrorException | PackProtocolException e) {
      told("fetch", in, e);
    } catch (ServiceMayNotContinueException e) {
      if (!e.isOutput()) {
        throw e;
      }
      told("fetch", in, e);
    }
    out.flush();
    return true;
  }

  static boolean push(ReceivePack push, InputStream in, OutputStream out) throws IOException {
    try (var _ = push.getRevWalk()) {
      push.receiveWithExceptionPropagation(in, out, null);
    } catch (UnpackException | PackProtocolException | CorruptObjectException e) {
      told("push", in, e);
    }
    out.flush();
    return true;
  }

  private static UploadPack uploader(Repository repository, Optional<String> gitProtocol) {
    UploadPack fetch = new UploadPack(repository);
    fetch.setBiDirectionalPipe(false);
    gitProtocol.ifPresent(header -> fetch.setExtraParameters(Arrays.asList(header.split(":"))));
    return fetch;
  }

  /// Every object is checked, also for names that would do harm on another system.
  static ReceivePack receiver(Repository repository, RepositoryLimits limits) {
    ReceivePack push = new ReceivePack(repository);
    push.setBiDirectionalPipe(false);
    push.setObjectChecker(new ObjectChecker().setSafeForWindows(true).setSafeForMacOS(true));
    push.setMaxObjectSizeLimit(limits.objectBytes());
    push.setMaxPackSizeLimit(limits.packBytes());
    push.setMaxCommandBytes(COMMAND_BYTES);
    push.setMaxCommandDiscardBytes(COMMAND_BYTES);
    return push;
  }

  /// Reads the rest of the request, up to a limit, so that the client comes to read the answer.
  private static void told(String what, InputStream in, Exception e) throws IOException {
    System.getLogger(Repositories.class.getName())
        .log(Level.INFO, "A " + what + " ended early: " + e.getMessage());
    byte[] buffer = new byte[1 << 15];
    long drained = 0;
    for (int n = in.read(buffer); n >= 0 && drained < DRAINED_BYTES; n = in.read(buffer)) {
      drained += n;
    }
  }
}
