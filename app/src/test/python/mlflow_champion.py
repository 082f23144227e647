"""Loads a model that Rondo made with MLflow's own client, and predicts with it.

python mlflow_champion.py http://127.0.0.1:8080 MODEL FILE, where FILE holds names, rows and the
predictions of the server, as JSON.
"""

import json
import sys

import mlflow
import numpy as np
import pandas as pd
from mlflow import MlflowClient


def main():
    url, model, file = sys.argv[1:]
    mlflow.set_tracking_uri(url)
    with open(file, encoding="utf-8") as text:
        expected = json.load(text)
    names = expected["names"]
    rows = np.array([[np.nan if x is None else x for x in row] for row in expected["rows"]])
    wanted = np.array(expected["predictions"], dtype=np.float32)
    client = MlflowClient()
    version = client.get_model_version_by_alias(model, "production")
    assert version.status == "READY" and version.source.startswith("mlflow-artifacts:/"), version
    for uri in ["models:/%s@production" % model, "models:/%s/%s" % (model, version.version)]:
        loaded = mlflow.pyfunc.load_model(uri)
        assert loaded.metadata.signature.inputs.input_names() == names
        assert loaded.metadata.run_id == version.run_id
        shuffled = pd.DataFrame(rows, columns=names)[names[::-1]]
        given = loaded.predict(shuffled)["prediction"].to_numpy()
        assert given.dtype == np.float32 and np.array_equal(given, wanted), (given, wanted)
    proto = mlflow.onnx.load_model("models:/%s@production" % model)
    assert [one.name for one in proto.graph.output] == ["prediction"]
    try:
        loaded.predict(shuffled.drop(columns=names[0]))
    except mlflow.exceptions.MlflowException:
        print("as the server predicts, so does client %s" % mlflow.__version__)


if __name__ == "__main__":
    main()
