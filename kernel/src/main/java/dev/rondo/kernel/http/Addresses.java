package dev.rondo.kernel.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Which addresses lie in the open internet.
final class Addresses {
  private Addresses() {}

  /// Whether the address is one that anybody reaches: not this machine, not its network, not one
  /// set aside.
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return switch (address) {
      case Inet4Address _ -> isPublic4(bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF);
      case Inet6Address _ -> isPublic6(bytes);
      default -> false;
    };
  }

  /// Beside the private networks those of RFC 6890: "this" network, carriers' (100.64/10), protocol
  /// assignments, documentation, benchmarks, and 240/4.
  private static boolean isPublic4(int a, int b, int c) {
    boolean isReserved =
        a == 0
            || a >= 240
            || (a == 100 && b >= 64 && b < 128)
            || (a == 192 && b == 0 && (c == 0 || c == 2))
            || (a == 192 && b == 88 && c == 99)
            || (a == 198 && (b == 18 || b == 19))
            || (a == 198 && b == 51 && c == 100)
            || (a == 203 && b == 0 && c == 113);
    return !isReserved;
  }

  /// Only 2000::/3 is given out, and of it not what wraps other addresses (6to4, Teredo) or is for
  /// documentation.
  private static boolean isPublic6(byte[] bytes) {
    int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    int second = (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
    boolean isGivenOut = (first & 0xE000) == 0x2000;
    return isGivenOut
        && first != 0x2002
        && !(first == 0x2001 && second < 0x200)
        && !(first == 0x2001 && second == 0xDB8)
        && first != 0x3FFF;
  }
}
