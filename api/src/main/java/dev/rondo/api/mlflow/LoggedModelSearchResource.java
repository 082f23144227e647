package dev.rondo.api.mlflow;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.kernel.search.Slice;
import dev.rondo.kernel.search.Sort;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.LoggedModelSearch;
import dev.rondo.ledger.LoggedModelSearch.Dataset;
import dev.rondo.ledger.LoggedModelSearch.Order;
import dev.rondo.ledger.LoggedModels;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// `logged-models/search`.
final class LoggedModelSearchResource {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final String METRICS = "metrics.";

  private final LoggedModels models;
  private final Registry registry;

  LoggedModelSearchResource(LoggedModels models, Registry registry) {
    this.registry = registry;
    this.models = models;
  }

  Response search(Request request) {
    Message asked = Message.ofBody(request);
    String filter = asked.findText("filter").orElse("");
    List<ExperimentId> experiments =
        asked.texts("experiment_ids").stream().map(ExperimentId::parse).toList();
    List<Dataset> datasets =
        asked.messages("datasets").stream().map(LoggedModelSearchResource::dataset).toList();
    List<Order> orders = orders(asked.messages("order_by"));
    Page page = Page.of(asked, size(asked), "logged-models", experiments, filter, datasets, orders);
    Slice<LoggedModel> found =
        models.search(
            request.caller(),
            new LoggedModelSearch(
                experiments,
                FilterText.parse(LoggedModelSearch.VOCABULARY, filter),
                datasets,
                orders,
                page.offset(),
                page.size()));
    List<LoggedModel> told = found.items();
    Map<String, List<ModelVersion>> registered =
        registry
            .versionsOfLogged(request.caller(), told.stream().map(one -> one.id().value()).toList())
            .stream()
            .collect(Collectors.groupingBy(one -> one.source().loggedModel().orElseThrow()));
    ObjectNode answer = Json.object();
    told.forEach(one ->
        answer
            .withArray("models")
            .add(LoggedModelJson.of(one, registered.getOrDefault(one.id().value(), List.of()))));
    page.next(found.hasMore()).ifPresent(token -> answer.put("next_page_token", token));
    return Response.json(answer);
  }

  /// There is no most for clients, so they get a page of ours and a token.
  private static int size(Message asked) {
    int size = asked.findSmallNumber("max_results").orElse(USUAL);
    if (size < 0) {
      throw Message.invalid("max_results", size, "it must not be negative");
    }
    return size == 0 ? USUAL : Math.min(size, MOST);
  }

  private static Dataset dataset(Message asked) {
    return new Dataset(asked.fullText("dataset_name"), asked.findText("dataset_digest").orElse(""));
  }

  private static List<Order> orders(List<Message> asked) {
    List<Order> orders = new ArrayList<>();
    for (Message one : asked) {
      String field = one.fullText("field_name");
      String direction = one.has("ascending") && !one.flag("ascending") ? " DESC" : "";
      Sort sort =
          FilterText.orders(LoggedModelSearch.VOCABULARY, List.of(quoted(field) + direction))
              .getFirst();
      Dataset dataset =
          new Dataset(
              one.findText("dataset_name").orElse(""), one.findText("dataset_digest").orElse(""));
      orders.add(new Order(sort, dataset));
    }
    return orders;
  }

  /// A metric's key may hold anything.
  private static String quoted(String field) {
    return field.startsWith(METRICS) && !field.contains("`")
        ? METRICS + "`" + field.substring(METRICS.length()) + "`"
        : field;
  }
}
