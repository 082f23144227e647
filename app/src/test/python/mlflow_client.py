"""What people do with MLflow's own client, on a server that is named by its address.

Every step asserts what the client must see; the last line says so. Run with the newest client of a
series: python mlflow_client.py http://127.0.0.1:8080
"""

import os
import sys
import tempfile
import time
import uuid

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import mlflow
import numpy as np
import pandas as pd
import sklearn.datasets
import sklearn.linear_model
import xgboost
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from mlflow.models import infer_signature

IS_3 = int(mlflow.__version__.split(".")[0]) >= 3
MARK = uuid.uuid4().hex[:8]
client = None


def refused(code, work):
    try:
        work()
    except MlflowException as e:
        assert e.error_code == code, (e.error_code, str(e))
        return str(e)
    raise AssertionError("not refused: " + code)


def experiments():
    name = "flow " + MARK
    made = client.create_experiment(name, tags={"team": "taxi"})
    found = client.get_experiment_by_name(name)
    assert found.experiment_id == made and found.tags["team"] == "taxi"
    assert client.get_experiment_by_name("nothing " + MARK) is None
    refused("RESOURCE_ALREADY_EXISTS", lambda: client.create_experiment(name))
    client.rename_experiment(made, name + " renamed")
    client.set_experiment_tag(made, "a", "b")
    assert client.get_experiment(made).name == name + " renamed"
    listed = client.search_experiments(filter_string="tags.team = 'taxi' AND name LIKE 'flow%'")
    assert made in [one.experiment_id for one in listed]
    client.delete_experiment(made)
    assert client.get_experiment(made).lifecycle_stage == "deleted"
    client.restore_experiment(made)
    assert client.get_experiment(made).lifecycle_stage == "active"


def runs():
    experiment = mlflow.set_experiment("runs " + MARK).experiment_id
    with mlflow.start_run(run_name="parent") as parent:
        mlflow.log_param("depth", 3)
        mlflow.log_params({"eta": 0.1, "p/q": "x" * 50})
        for step in range(20):
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"mae": 3.25, "nan": float("nan"), "inf": float("inf")})
        mlflow.set_tags({"stage": "try", "mlflow.note.content": "a note"})
        with mlflow.start_run(nested=True, run_name="child") as child:
            mlflow.log_metric("mae", 2.5)
    run = client.get_run(parent.info.run_id)
    assert run.info.status == "FINISHED" and run.info.run_name == "parent"
    assert run.data.params == {"depth": "3", "eta": "0.1", "p/q": "x" * 50}
    assert run.data.metrics["mae"] == 3.25 and np.isnan(run.data.metrics["nan"])
    assert run.data.metrics["inf"] > 1e308
    assert run.data.tags["stage"] == "try" and "mlflow.user" in run.data.tags
    assert client.get_run(child.info.run_id).data.tags["mlflow.parentRunId"] == parent.info.run_id
    history = client.get_metric_history(parent.info.run_id, "loss")
    assert [m.step for m in history] == list(range(20)) and history[0].value == 1.0
    refused("INVALID_PARAMETER_VALUE", lambda: client.log_param(parent.info.run_id, "depth", 4))
    client.log_param(parent.info.run_id, "depth", 3)
    found = mlflow.search_runs(
        [experiment], "metrics.mae < 3 and attributes.status = 'FINISHED'", order_by=["metrics.mae"]
    )
    assert list(found["run_id"]) == [child.info.run_id]
    found = mlflow.search_runs([experiment], "params.depth = '3' and tags.stage LIKE 't%'")
    assert list(found["run_id"]) == [parent.info.run_id]
    refused(
        "INVALID_PARAMETER_VALUE", lambda: client.search_runs([experiment], "metrics.mae < 'x'")
    )
    client.update_run(child.info.run_id, name="renamed")
    assert client.get_run(child.info.run_id).info.run_name == "renamed"
    client.delete_run(child.info.run_id)
    assert len(client.search_runs([experiment])) == 1
    client.restore_run(child.info.run_id)
    assert len(client.search_runs([experiment])) == 2
    client.delete_tag(parent.info.run_id, "stage")
    assert "stage" not in client.get_run(parent.info.run_id).data.tags
    many = [mlflow.entities.Metric("many", float(i), i + 1, i) for i in range(2500)]
    for at in range(0, len(many), 1000):
        client.log_batch(parent.info.run_id, metrics=many[at : at + 1000])
    assert len(client.get_metric_history(parent.info.run_id, "many")) == 2500
    refused("RESOURCE_DOES_NOT_EXIST", lambda: client.get_run("0" * 32))


def datasets():
    experiment = mlflow.set_experiment("datasets " + MARK).experiment_id
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [1, 0]})
    data = mlflow.data.from_pandas(frame, source="trips.csv", name="trips", targets="y")
    with mlflow.start_run() as run:
        mlflow.log_input(data, context="training")
    inputs = client.get_run(run.info.run_id).inputs.dataset_inputs
    assert inputs[0].dataset.name == "trips" and inputs[0].dataset.digest == data.digest
    assert inputs[0].tags[0].value == "training"
    assert len(client.search_runs([experiment], "dataset.name = 'trips'")) == 1


def artifacts():
    mlflow.set_experiment("artifacts " + MARK)
    with mlflow.start_run() as run, tempfile.TemporaryDirectory() as folder:
        mlflow.log_text("häuser", "notes/a b.txt")
        mlflow.log_dict({"k": [1, 2]}, "config.json")
        big = os.urandom(3 << 20)
        path = os.path.join(folder, "big.bin")
        with open(path, "wb") as out:
            out.write(big)
        mlflow.log_artifact(path, "deep/er")
        mlflow.log_artifacts(folder, "all")
    listed = client.list_artifacts(run.info.run_id)
    assert [(f.path, f.is_dir) for f in listed] == [
        ("all", True),
        ("config.json", False),
        ("deep", True),
        ("notes", True),
    ], listed
    assert client.list_artifacts(run.info.run_id, "deep/er")[0].file_size == 3 << 20
    with tempfile.TemporaryDirectory() as folder:
        there = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, dst_path=folder)
        with open(os.path.join(there, "deep/er/big.bin"), "rb") as file:
            assert file.read() == big
        with open(os.path.join(there, "notes/a b.txt"), encoding="utf-8") as file:
            assert file.read() == "häuser"
    assert mlflow.artifacts.load_dict(run.info.artifact_uri + "/config.json") == {"k": [1, 2]}


def model(flavour, fitted, x):
    expected = fitted.predict(x)
    name = "%s %s" % (flavour.__name__.split(".")[-1], MARK)
    where = {"name": "model"} if IS_3 else {"artifact_path": "model"}
    with mlflow.start_run() as run:
        mlflow.log_metric("mae", 1.5)
        info = flavour.log_model(
            fitted, signature=infer_signature(x, expected), input_example=x[:2], **where
        )
    version = mlflow.register_model(
        info.model_uri if IS_3 else "runs:/%s/model" % run.info.run_id, name
    )
    assert version.version in (1, "1") and version.status == "READY"
    assert version.run_id == run.info.run_id
    client.set_registered_model_alias(name, "champion", version.version)
    loaded = mlflow.pyfunc.load_model("models:/%s@champion" % name)
    assert np.allclose(loaded.predict(x), expected)
    assert np.allclose(mlflow.pyfunc.load_model("models:/%s/1" % name).predict(x), expected)
    again = mlflow.register_model("runs:/%s/model" % run.info.run_id, name)
    assert again.version in (2, "2")
    assert client.get_model_version_by_alias(name, "champion").version in (1, "1")
    assert np.allclose(mlflow.pyfunc.load_model("models:/%s/latest" % name).predict(x), expected)
    return name, run


def models():
    mlflow.set_experiment("models " + MARK)
    x, y = sklearn.datasets.load_diabetes(return_X_y=True)
    fitted = sklearn.linear_model.Ridge().fit(x, y)
    name, run = model(mlflow.sklearn, fitted, x)
    client.set_model_version_tag(name, "1", "checked", "yes")
    client.update_model_version(name, "1", description="The first.")
    found = client.search_model_versions("name = '%s' and tags.checked = 'yes'" % name)
    assert [one.version for one in found] in (["1"], [1]) and found[0].description == "The first."
    assert name in [m.name for m in client.search_registered_models("name LIKE '%" + MARK + "'")]
    client.transition_model_version_stage(name, "2", "Staging")
    assert client.get_model_version(name, "2").current_stage == "Staging"
    client.transition_model_version_stage(name, "1", "Staging", archive_existing_versions=True)
    assert client.get_model_version(name, "2").current_stage == "Archived"
    client.delete_model_version(name, "2")
    refused("RESOURCE_DOES_NOT_EXIST", lambda: client.get_model_version(name, "2"))
    client.delete_registered_model_alias(name, "champion")
    client.rename_registered_model(name, name + " renamed")
    assert client.get_registered_model(name + " renamed").name == name + " renamed"
    client.delete_registered_model(name + " renamed")
    refused("RESOURCE_DOES_NOT_EXIST", lambda: client.get_registered_model(name + " renamed"))
    model(mlflow.xgboost, xgboost.XGBRegressor(n_estimators=5).fit(x, y), x)
    if IS_3:
        experiment = mlflow.get_experiment_by_name("models " + MARK).experiment_id
        logged = mlflow.search_logged_models([experiment], output_format="list")
        assert len(logged) == 2 and run.info.run_id in [one.source_run_id for one in logged]


def large_models():
    """The server looks at large files, and the client waits where that takes longer."""
    mlflow.set_experiment("large " + MARK)
    name = "large " + MARK
    client.create_registered_model(name)
    with mlflow.start_run() as run, tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "weights.bin")
        with open(path, "wb") as out:
            out.write(os.urandom(80 << 20))
        mlflow.log_artifact(path, "model")
    source = run.info.artifact_uri + "/model"
    made = client.create_model_version(name, source, run.info.run_id, await_creation_for=None)
    assert made.status in ("PENDING_REGISTRATION", "READY"), made
    made = client.create_model_version(name, source, run.info.run_id, await_creation_for=120)
    assert client.get_model_version(name, made.version).status == "READY"
    assert client.get_model_version(name, "1").status == "READY"


def autologging():
    experiment = mlflow.set_experiment("autologging " + MARK).experiment_id
    x, y = sklearn.datasets.load_diabetes(return_X_y=True)
    mlflow.autolog(log_datasets=True, silent=True)
    with mlflow.start_run():
        sklearn.linear_model.Lasso(alpha=0.3).fit(x, y)
    with mlflow.start_run():
        xgboost.train({"max_depth": 2, "eta": 0.3}, xgboost.DMatrix(x, y), 4)
    mlflow.autolog(disable=True)
    found = client.search_runs([experiment], order_by=["attributes.start_time"])
    assert found[0].data.params["alpha"] == "0.3"
    assert "training_r2_score" in found[0].data.metrics
    assert found[1].data.params["max_depth"] == "2"
    assert found[0].inputs.dataset_inputs


def system_metrics():
    mlflow.set_experiment("system " + MARK)
    mlflow.set_system_metrics_sampling_interval(0.1)
    with mlflow.start_run(log_system_metrics=True) as run:
        end = time.time() + 20
        key = "system/cpu_utilization_percentage"
        while key not in client.get_run(run.info.run_id).data.metrics and time.time() < end:
            time.sleep(0.2)
    assert key in client.get_run(run.info.run_id).data.metrics


def traces():
    experiment = mlflow.set_experiment("traces " + MARK).experiment_id

    @mlflow.trace
    def inner(text):
        return text.upper()

    @mlflow.trace(name="outer", attributes={"size": 3})
    def outer(text):
        return inner(text) + "!"

    assert outer("hi") == "HI!"
    mlflow.flush_trace_async_logging()
    search = (
        {"locations": [experiment]}
        if "locations" in mlflow.search_traces.__code__.co_varnames
        else {"experiment_ids": [experiment]}
    )
    end = time.time() + 20
    found = client_traces(search)
    while not found and time.time() < end:
        time.sleep(0.2)
        found = client_traces(search)
    assert len(found) == 1
    trace = found[0]
    assert [span.name for span in trace.data.spans] == ["outer", "inner"]
    assert trace.data.spans[0].outputs == "HI!"
    trace_id = trace.info.trace_id if IS_3 else trace.info.request_id
    client.set_trace_tag(trace_id, "kind", "test")
    assert client.get_trace(trace_id).info.tags["kind"] == "test"
    if IS_3:
        mlflow.log_feedback(trace_id=trace_id, name="good", value=True)
        assert client.get_trace(trace_id).info.assessments[0].name == "good"
    assert client.delete_traces(experiment, max_timestamp_millis=int(time.time() * 1000) + 1) == 1
    assert not client_traces(search)


def client_traces(search):
    return mlflow.search_traces(return_type="list", **search) if IS_3 else list(
        MlflowClient().search_traces(**search)
    )


STEPS = [
    experiments,
    runs,
    datasets,
    artifacts,
    models,
    large_models,
    autologging,
    system_metrics,
    traces,
]


def main():
    global client
    mlflow.set_tracking_uri(sys.argv[1])
    client = MlflowClient()
    wanted = sys.argv[2:]
    for step in STEPS:
        if not wanted or step.__name__ in wanted:
            start = time.time()
            step()
            print("%s: as it should be (%.1f s)" % (step.__name__, time.time() - start), flush=True)
    print("all is as it should be with client %s" % mlflow.__version__)


if __name__ == "__main__":
    main()
