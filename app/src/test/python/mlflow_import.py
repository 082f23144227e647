"""Makes a store by the real MLflow, and compares two stores field by field through its client.

  mlflow_import.py make URI ARTIFACTS
  mlflow_import.py compare SOURCE_URI OURS_URI
"""

import hashlib
import json
import os
import re
import sys
import tempfile

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
os.environ["GIT_PYTHON_REFRESH"] = "quiet"
os.environ["MLFLOW_ENABLE_ASYNC_TRACE_LOGGING"] = "false"

import mlflow
import numpy as np
from mlflow.entities import Metric, SpanEvent, ViewType
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

IS_NEW = mlflow.__version__.startswith("3")
PROMPTS = "tag.`mlflow.prompt.is_prompt` = 'true'"

# What may differ, each with its reason.
WRITTEN = [
    # The ids of experiments are given here anew; the old one stands in a tag.
    r"experiments/.*/tags/rondo\.import\..*",
    # Each import is a run of this experiment.
    r"experiments/Imports",
    # A store in a folder does not tell the step of a point that was measured on a dataset.
    r"runs/.*/history/rmse",
    # A store in a database does not tell in a search which models a run has read.
    r"runs/.*/read",
    # The client does not take it of an expectation that comes by REST.
    r"traces/.*/assessments/.*/valid",
    # The default experiment is in every project before anything comes.
    r"experiments/Default/last_update_time",
    # An infinity is told as the largest number there is, as a server over a database does.
    r"runs/.*/(metrics|history)/odd.*",
]


def make(uri, artifacts):
    mlflow.set_tracking_uri(uri)
    client = MlflowClient(uri, uri)

    def experiment(name, **more):
        place = None if artifacts == "-" else artifacts + "/" + name.replace(" ", "_")
        return client.create_experiment(name, artifact_location=place, **more)

    note = "Ünïcode ✓\nsecond line"
    main = experiment("taxi fares", tags={"team": "rides", "mlflow.note.content": note})
    gone = experiment("gone", tags={"k": "v"})
    first = make_first(client, main)
    child = client.create_run(main, tags={"mlflow.parentRunId": first}, run_name="child", start_time=1700000001000)
    client.log_metric(child.info.run_id, "acc", 0.9)
    client.set_terminated(child.info.run_id, "FAILED", 1700000002000)
    killed = client.create_run(main, run_name="killed")
    client.set_terminated(killed.info.run_id, "KILLED")
    dead = client.create_run(main, run_name="dead")
    client.log_text(dead.info.run_id, "dead text", "dead.txt")
    client.log_metric(dead.info.run_id, "m", 3)
    client.set_terminated(dead.info.run_id)
    client.delete_run(dead.info.run_id)
    lost = client.create_run(gone, run_name="in deleted")
    client.log_param(lost.info.run_id, "p", "1")
    client.set_terminated(lost.info.run_id)
    client.delete_experiment(gone)
    mlflow.set_experiment(experiment_id=main)
    numbers = make_still(client, main)
    make_models(client, child.info.run_id, numbers)
    make_traces(client, child.info.run_id)


def make_first(client, experiment):
    tags = {"mlflow.user": "ada", "odd tag/with.dots": "x: y # z", "multi": "a\nb", "no": "off"}
    run = client.create_run(experiment, tags=tags, run_name="first: one", start_time=1700000000123).info.run_id
    for key, value in {"lr": "0.1", "empty": "", "long": "p" * 6000, "a/b c": "null", "uni": "naïve ✓"}.items():
        client.log_param(run, key, value)
    client.log_batch(run, [Metric("loss", 1.0 / (i + 1), 1700000000000 + i, i) for i in range(1000)])
    values = [float("nan"), float("inf"), float("-inf"), 0.0, 1e-320, 1.7976931348623157e308, 1e22]
    client.log_batch(run, [Metric("odd", v, 1700000000500, s) for s, v in enumerate(values)])
    client.log_metric(run, "neg/step", 1.5, timestamp=1700000000001, step=-7)
    client.log_metric(run, "same", 1.0, timestamp=1700000000001, step=1)
    client.log_metric(run, "same", 2.0, timestamp=1700000000001, step=1)
    folder = tempfile.mkdtemp()
    os.makedirs(folder + "/plots/deep dir")
    contents = {"model notes.txt": b"hello\n", "plots/deep dir/ü.bin": os.urandom(300_000), "empty": b"", "plots/50%.txt": b"p"}
    for name, content in contents.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    client.log_artifacts(run, folder)
    client.set_terminated(run, "FINISHED", 1700000009000)
    return run


def make_still(client, experiment):
    """A run that goes on, with datasets."""
    run = client.create_run(experiment, run_name="still", start_time=1700000003000).info.run_id
    numbers = mlflow.data.from_numpy(np.arange(12).reshape(4, 3), targets=np.arange(4), name="numbers")
    with mlflow.start_run(run_id=run):
        mlflow.log_input(numbers, context="training", **({"tags": {"color": "green"}} if IS_NEW else {}))
        mlflow.log_input(mlflow.data.from_numpy(np.ones((2, 2)), name="ones"))
    client.update_run(run, status="RUNNING")
    return numbers


def make_models(client, reader, numbers):
    from sklearn.linear_model import LinearRegression

    fitted = LinearRegression().fit([[1], [2]], [1, 2])
    named = {"name": "model", "params": {"depth": "3"}, "tags": {"mt": "1"}} if IS_NEW else {"artifact_path": "model"}
    with mlflow.start_run(run_name="modeller") as run:
        info = mlflow.sklearn.log_model(fitted, input_example=np.array([[1.0]]), registered_model_name="fares", **named)
        if IS_NEW:
            mlflow.log_metric("rmse", 0.5, step=1, model_id=info.model_id, dataset=numbers)
    client.update_registered_model("fares", description="The **fares** model")
    client.set_registered_model_tag("fares", "owner", "ada")
    source = info.model_uri if IS_NEW else run.info.artifact_uri + "/model"
    more = {"model_id": info.model_id} if IS_NEW else {}
    for tags in ({"vt": "2"}, {"vt": "3", "b": ""}):
        client.create_model_version("fares", source, run_id=run.info.run_id, description="next", tags=tags, **more)
    client.set_registered_model_alias("fares", "champion", "1")
    client.set_registered_model_alias("fares", "Challenger-2", "3")
    client.delete_model_version("fares", "2")
    client.transition_model_version_stage("fares", "1", "Production")
    client.transition_model_version_stage("fares", "3", "Staging")
    client.create_registered_model("empty model")
    if IS_NEW:
        mlflow.genai.register_prompt(name="greet", template="Hello {{name}}", commit_message="first", tags={"lang": "en"})
        mlflow.genai.register_prompt(name="greet", template="Hi {{name}}!")
        mlflow.genai.set_prompt_alias("greet", alias="prod", version=1)
        mlflow.initialize_logged_model(name="pending", tags={"x": "y"})
        failed = mlflow.initialize_logged_model(name="dead")
        mlflow.finalize_logged_model(failed.model_id, "READY")
        client.delete_logged_model(failed.model_id)
        client.log_inputs(reader, models=[mlflow.entities.LoggedModelInput(info.model_id)])


def make_traces(client, run):
    @mlflow.trace(span_type="TOOL", attributes={"n": 1})
    def inner(a):
        return {"sum": a + 1, "t": "ü"}

    @mlflow.trace
    def outer(a):
        with mlflow.start_span("manual", span_type="RETRIEVER") as span:
            span.set_inputs({"q": [1, 2.5, None]})
            span.set_outputs("done")
            span.set_attribute("deep", {"a": {"b": [1]}})
            span.add_event(SpanEvent("ev", attributes={"k": "v"}))
        return inner(a)

    outer(1)
    if not IS_NEW:
        return
    trace = mlflow.get_last_active_trace_id()
    try:
        with mlflow.start_span("bad"):
            raise ValueError("boom")
    except ValueError:
        pass
    source = mlflow.entities.AssessmentSource("HUMAN", "ada")
    mlflow.set_trace_tag(trace, "tt", "tv")
    given = mlflow.log_feedback(trace_id=trace, name="good", value=True, rationale="because", source=source, metadata={"m": "n"})
    mlflow.log_expectation(trace_id=trace, name="exp", value={"answer": [1, 2]})
    mlflow.override_feedback(trace_id=trace, assessment_id=given.assessment_id, value=False, rationale="no")
    try:
        client.link_traces_to_run([trace], run)
    except MlflowException as refused:
        print("links are not made:", refused)


def pages(search):
    token = None
    while True:
        page = search(token)
        yield from page
        token = page.token
        if not token:
            return


def plain(value):
    """An entity as JSON, in which NaN equals NaN."""
    return json.loads(json.dumps(value, default=str))


def inside(uri, experiment_ids):
    """What an address says beyond the place where the store keeps its files."""
    if uri is None or "://" in uri and not uri.startswith(("file:", "mlflow-artifacts:")):
        return uri
    found = re.search(r"(models/m-[0-9a-f]{32}|[0-9a-f]{32})/artifacts.*", uri)
    return found.group(0) if found else uri


def read(uri):
    mlflow.set_tracking_uri(uri)
    client = MlflowClient(uri, uri)
    store = {"experiments": {}, "runs": {}, "models": {}, "registered": {}, "versions": {}, "traces": {}}
    experiments = list(pages(lambda t: client.search_experiments(view_type=ViewType.ALL, page_token=t)))
    names = {e.experiment_id: e.name for e in experiments}
    for e in experiments:
        store["experiments"][e.name] = {
            "stage": e.lifecycle_stage,
            "tags": dict(e.tags),
            "creation_time": e.creation_time,
            "last_update_time": e.last_update_time,
        }
        if e.name == "Imports":
            continue
        for run in pages(lambda t: client.search_runs([e.experiment_id], run_view_type=ViewType.ALL, page_token=t)):
            store["runs"][run.info.run_id] = read_run(client, run, names)
        if IS_NEW:
            for model in pages(lambda t: client.search_logged_models([e.experiment_id], page_token=t)):
                store["models"][model.model_id] = read_model(model, names)
        for trace in pages(lambda t: client.search_traces([e.experiment_id], page_token=t)):
            read_trace(store, trace, names)
    read_registry(client, store, names)
    return store


def read_run(client, run, names):
    info = run.info
    history = {}
    for key in run.data.metrics:
        points = client.get_metric_history(info.run_id, key)
        history[key] = sorted([p.step, p.timestamp, repr(p.value)] for p in points)
    return {
        "experiment": names[info.experiment_id],
        "name": info.run_name,
        "user": info.user_id,
        "status": info.status,
        "start": info.start_time,
        "end": info.end_time,
        "stage": info.lifecycle_stage,
        "params": dict(run.data.params),
        "tags": dict(run.data.tags),
        "metrics": {k: repr(v) for k, v in run.data.metrics.items()},
        "history": history,
        "datasets": {d.dataset.name: [plain(d.dataset.to_dictionary()), {t.key: t.value for t in d.tags}] for d in run.inputs.dataset_inputs},
        "read": sorted(m.model_id for m in getattr(run.inputs, "model_inputs", None) or []),
        "wrote": sorted([m.model_id, m.step] for m in getattr(getattr(run, "outputs", None), "model_outputs", None) or []),
        "files": files(client, info.run_id, ""),
    }


def files(client, run, folder):
    found = {}
    for entry in client.list_artifacts(run, folder or None):
        if entry.is_dir:
            found.update(files(client, run, entry.path))
        else:
            with tempfile.TemporaryDirectory() as place:
                with open(client.download_artifacts(run, entry.path, place), "rb") as file:
                    found[entry.path] = hashlib.sha256(file.read()).hexdigest()
    return found


def read_model(model, names):
    with tempfile.TemporaryDirectory() as place:
        digests = {}
        try:
            root = mlflow.artifacts.download_artifacts(f"models:/{model.model_id}", dst_path=place)
            for path, _, inner in os.walk(root):
                for name in inner:
                    with open(os.path.join(path, name), "rb") as file:
                        digests[os.path.relpath(os.path.join(path, name), root)] = hashlib.sha256(file.read()).hexdigest()
        except (MlflowException, OSError):
            digests = {}
    return {
        "experiment": names[model.experiment_id],
        "name": model.name,
        "status": str(model.status),
        "type": model.model_type or "",
        "run": model.source_run_id or "",
        "created": model.creation_timestamp,
        "updated": model.last_updated_timestamp,
        "tags": dict(model.tags),
        "params": dict(model.params),
        "metrics": sorted([m.key, repr(m.value), m.step, m.timestamp, m.run_id, m.dataset_name or "", m.dataset_digest or ""] for m in model.metrics or []),
        "files": digests,
    }


def read_registry(client, store, names):
    for filter_string in ["", PROMPTS] if IS_NEW else [""]:
        for model in pages(lambda t: client.search_registered_models(filter_string, page_token=t)):
            tags = dict(model.tags)
            if "_mlflow_experiment_ids" in tags:
                ids = tags["_mlflow_experiment_ids"].strip(",").split(",")
                tags["_mlflow_experiment_ids"] = sorted(names.get(i, i) for i in ids)
            store["registered"][model.name] = {
                "description": model.description or "",
                "created": model.creation_timestamp,
                "updated": model.last_updated_timestamp,
                "tags": tags,
                "aliases": {k: str(v) for k, v in model.aliases.items()},
            }
    for name in store["registered"]:
        for number in range(1, 5):
            try:
                version = client.get_model_version(name, str(number))
            except MlflowException:
                continue
            store["versions"][f"{name} {number}"] = {
                "created": version.creation_timestamp,
                "updated": version.last_updated_timestamp,
                "description": version.description or "",
                "user": version.user_id or "",
                "stage": version.current_stage,
                "source": inside(version.source, names),
                "run": version.run_id or "",
                "tags": dict(version.tags),
                "aliases": sorted(version.aliases),
                "location": inside(client.get_model_version_download_uri(name, str(number)), names),
            }


def read_trace(store, trace, names):
    tags = {k: v for k, v in trace.info.tags.items() if k != "mlflow.artifactLocation"}
    store["traces"][trace.info.request_id] = {
        "experiment": names[trace.info.experiment_id],
        "time": trace.info.timestamp_ms,
        "millis": trace.info.execution_time_ms,
        "status": str(trace.info.status),
        "tags": tags,
        "metadata": dict(trace.info.request_metadata),
        "spans": {s.span_id: plain(s.to_dict()) for s in trace.data.spans},
        "assessments": {a.assessment_id: plain(a.to_dictionary()) for a in getattr(trace.info, "assessments", None) or []},
    }


def differences(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(set(a) | set(b)):
            yield from differences(a.get(key), b.get(key), f"{path}/{key}" if path else key)
    elif a != b:
        yield path, a, b


def compare(source, ours):
    before, after = read(source), read(ours)
    counted = {kind: len(things) for kind, things in before.items()}
    print("compared", counted)
    wrong = [d for d in differences(before, after) if not any(re.fullmatch(w, d[0]) for w in WRITTEN)]
    for path, a, b in wrong:
        print("DIFFERS", path, "source:", str(a)[:300], "ours:", str(b)[:300])
    print("no difference" if not wrong else f"{len(wrong)} differences")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    {"make": make, "compare": compare}[sys.argv[1]](*sys.argv[2:])
