package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.ledger.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A search as the address of its page has it. Immutable.
///
/// @param path of the page
/// @param filter in the grammar of the searches that clients make
/// @param order such as `metrics.mae DESC`; empty for the usual one
/// @param columns that were chosen; none for the usual ones
/// @param from how many stand on the pages before
record Asked(String path, String filter, String order, View view, List<String> columns, int from) {
  /// How many stand on a page.
  static final int PAGE = 50;

  private static final String DOWN = " DESC";
  private static final String UP = " ASC";

  Asked {
    columns = List.copyOf(columns);
  }

  static Asked of(Request request, String path) {
    int from = request.query("from", 0);
    if (from < 0) {
      throw Problem.invalid("'from' is %d; it must be 0 or more.", from);
    }
    return new Asked(
        path,
        request.query("filter").orElse("").strip(),
        request.query("order").orElse(""),
        view(request.query("view").orElse("active")),
        request.queries().getOrDefault("column", List.of()),
        from);
  }

  private static View view(String text) {
    return Arrays.stream(View.values())
        .filter(view -> text(view).equals(text))
        .findFirst()
        .orElseThrow(
            () -> Problem.invalid("'view' is '%s'; it must be active, deleted or all.", text));
  }

  static String text(View view) {
    return view.name().toLowerCase(Locale.ROOT);
  }

  List<Condition> conditions(Vocabulary vocabulary) {
    return FilterText.parse(vocabulary, filter);
  }

  List<Sort> orders(Vocabulary vocabulary) {
    return order.isEmpty() ? List.of() : FilterText.orders(vocabulary, List.of(order));
  }

  Asked withFilter(String value) {
    return new Asked(path, value, order, view, columns, 0);
  }

  Asked withView(View value) {
    return new Asked(path, filter, order, value, columns, 0);
  }

  Asked withOrder(String value) {
    return new Asked(path, filter, value, view, columns, 0);
  }

  Asked withColumns(List<String> value) {
    return new Asked(path, filter, order, view, value, from);
  }

  Asked withFrom(int value) {
    return new Asked(path, filter, order, view, columns, value);
  }

  /// The other way round when it is ordered by the key already.
  Asked orderedBy(String key) {
    String next = order.equals(key + DOWN) ? key + UP : key + DOWN;
    return new Asked(path, filter, next, view, columns, 0);
  }

  /// As an attribute of the column's head has it.
  Optional<String> direction(String key) {
    return order.equals(key + DOWN)
        ? Optional.of("descending")
        : order.equals(key + UP) ? Optional.of("ascending") : Optional.empty();
  }

  boolean isPlain() {
    return filter.isEmpty() && view == View.ACTIVE && from == 0;
  }

  /// What a form beside the field of one parameter must keep.
  List<Map.Entry<String, String>> kept(String own) {
    return parameters().stream()
        .filter(one -> !one.getKey().equals(own) && !one.getKey().equals("from"))
        .toList();
  }

  private List<Map.Entry<String, String>> parameters() {
    Map<String, String> single = new LinkedHashMap<>();
    single.put("filter", filter);
    single.put("order", order);
    single.put("view", view == View.ACTIVE ? "" : text(view));
    single.put("from", from == 0 ? "" : Integer.toString(from));
    List<Map.Entry<String, String>> all = new ArrayList<>();
    single.entrySet().stream().filter(one -> !one.getValue().isEmpty()).forEach(all::add);
    columns.forEach(column -> all.add(Map.entry("column", column)));
    return all;
  }

  /// The address of the page that shows it.
  String address() {
    String query =
        parameters().stream()
            .map(one -> one.getKey() + "=" + Addresses.part(one.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }
}
