package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.cause.CauseFinder;
import dev.rondo.loop.cause.Causes;

/// `/why`: what changed upstream before a failure.
final class WhyPage {
  private final Site site;
  private final CauseFinder finder;

  WhyPage(Site site, CauseFinder finder) {
    this.site = site;
    this.finder = finder;
  }

  Response show(Request request) {
    String of =
        request
            .query("of")
            .orElseThrow(() ->
                Problem.invalid("The page needs 'of': a run's id, model@version or monitor@day."));
    Causes causes = finder.find(request.caller(), of);
    return site.page("why.jte", site.frame(request, "Why " + of, "", "rondo why " + of), causes);
  }

  /// The page's address for something that can be asked about.
  static String address(String of) {
    return "/why?of=" + Addresses.part(of);
  }
}
