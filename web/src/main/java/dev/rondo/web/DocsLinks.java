package dev.rondo.web;

/// Where the pages about data are, as seen from one of them.
sealed interface DocsLinks {
  /// All data sets.
  String all();

  String dataset(String dataset, DocsPart part);

  String result(String dataset, String id);

  /// Checks before those that the history shows.
  String older(String dataset, String page);

  /// The same page in the other language.
  String translated();

  /// Another page of the server; empty where there is none.
  String page(String path);

  /// The style sheet.
  String style();

  /// On the server.
  ///
  /// @param frame whose links keep the language
  /// @param here the page's own path
  record OfServer(Frame frame, Language language, String here) implements DocsLinks {
    @Override
    public String all() {
      return frame.to("/data");
    }

    @Override
    public String dataset(String dataset, DocsPart part) {
      String path = "/data/" + Addresses.part(dataset);
      return frame.to(part == DocsPart.OVERVIEW ? path : path + "/" + part.text());
    }

    @Override
    public String result(String dataset, String id) {
      return frame.to("/data/" + Addresses.part(dataset) + "/results/" + Addresses.part(id));
    }

    @Override
    public String older(String dataset, String page) {
      return frame.to("/data/" + Addresses.part(dataset) + "/history?before=" + page);
    }

    @Override
    public String translated() {
      return frame.in(language.other()).to(here);
    }

    @Override
    public String page(String path) {
      return path.isEmpty() ? "" : frame.to(path);
    }

    @Override
    public String style() {
      return frame.links().style();
    }
  }

  /// In a folder, all relative.
  ///
  /// @param root the way up to the folder, such as `../../`
  /// @param here the page's name without its ending
  record OfFolder(Language language, String root, String here) implements DocsLinks {
    @Override
    public String all() {
      return root + "index" + ending(language);
    }

    @Override
    public String dataset(String dataset, DocsPart part) {
      return root + "data/" + FileName.of(dataset) + "/" + part.file() + ending(language);
    }

    @Override
    public String result(String dataset, String id) {
      return root + "data/" + FileName.of(dataset) + "/results/" + id + ending(language);
    }

    @Override
    public String older(String dataset, String page) {
      return root + "data/" + FileName.of(dataset) + "/history-" + page + ending(language);
    }

    @Override
    public String translated() {
      return here + ending(language.other());
    }

    @Override
    public String page(String path) {
      return "";
    }

    @Override
    public String style() {
      return root + "rondo.css";
    }

    static String ending(Language language) {
      return language == Language.EN ? ".html" : "." + language.tag() + ".html";
    }
  }
}
