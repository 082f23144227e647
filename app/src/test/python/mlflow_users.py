"""Users and permissions by MLflow's own client: python mlflow_users.py URL, where RONDO_ADMIN_PASSWORD is that of 'admin'."""

import os
import sys
import tempfile

os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")

import mlflow
from mlflow.exceptions import MlflowException
from mlflow.server.auth.client import AuthServiceClient

URL = sys.argv[1]
ADMIN = ("admin", os.environ["RONDO_ADMIN_PASSWORD"])
ANN = ("ann", "a-good-password-1")
BEN = ("ben", "a-good-password-2")


def sign_in(credentials):
    os.environ["MLFLOW_TRACKING_USERNAME"], os.environ["MLFLOW_TRACKING_PASSWORD"] = credentials


def refused(work, *fragments):
    try:
        work()
    except MlflowException as e:
        assert any(fragment in str(e) for fragment in fragments), e
    else:
        raise AssertionError(f"nothing was refused; expected {fragments}")


def give(auth, experiment, user, level):
    """The newest client has one call for all kinds of things, older ones have one for each."""
    if hasattr(auth, "create_experiment_permission"):
        made = auth.create_experiment_permission(experiment, user, level)
        assert made.permission == level and made.experiment_id == experiment
    else:
        auth.grant_user_permission(user, "experiment", experiment, level)


def change(auth, experiment, user, level):
    if hasattr(auth, "update_experiment_permission"):
        auth.update_experiment_permission(experiment, user, level)
        assert auth.get_experiment_permission(experiment, user).permission == level
    else:
        auth.grant_user_permission(
            user, "experiment", experiment, "DENY" if level == "NO_PERMISSIONS" else level
        )
        assert auth.get_user_permission(user, "experiment", experiment).permission == level


def give_model(auth, name, user, level):
    if hasattr(auth, "create_registered_model_permission"):
        assert auth.create_registered_model_permission(name, user, level).name == name
    else:
        auth.grant_user_permission(user, "registered_model", name, level)


def users(auth):
    made = auth.create_user(*ANN)
    assert made.username == "ann" and not made.is_admin
    auth.create_user(*BEN)
    refused(lambda: auth.create_user("ann", "another-password"), "already exists")
    refused(lambda: auth.create_user("short", "short"), "12 to")
    auth.update_user_admin("ben", True)
    assert auth.get_user("ben").is_admin
    auth.update_user_admin("ben", False)
    refused(lambda: auth.update_user_admin("admin", False), "last administrator")
    refused(lambda: auth.delete_user("admin"), "last administrator")
    refused(lambda: auth.get_user("nobody"), "not found")


def experiment_of(owner):
    sign_in(owner)
    experiment = mlflow.create_experiment(f"of {owner[0]}")
    with mlflow.start_run(experiment_id=experiment) as run:
        mlflow.log_param("p", 1)
        mlflow.log_metric("m", 0.5)
        mlflow.log_text("content", "note.txt")
    client = mlflow.MlflowClient()
    client.create_registered_model(f"model of {owner[0]}")
    return experiment, run.info.run_id


def found():
    return [one.name for one in mlflow.search_experiments()]


def levels(auth, experiment, run):
    """What ben may do with what ann made, level by level."""
    sign_in(BEN)
    refused(found, "no project")
    refused(lambda: mlflow.get_run(run), "no project")
    refused(lambda: auth.create_user("eve", "a-good-password-3"), "no project", "may not")

    sign_in(ANN)
    give(auth, experiment, "ben", "READ")
    sign_in(BEN)
    assert found() == ["of ann"], found()
    assert mlflow.get_run(run).data.metrics["m"] == 0.5
    with tempfile.TemporaryDirectory() as folder:
        path = mlflow.artifacts.download_artifacts(
            run_id=run, artifact_path="note.txt", dst_path=folder
        )
        assert open(path).read() == "content"
    client = mlflow.MlflowClient()
    refused(lambda: client.log_metric(run, "m", 1.0), "lacks the permission", "may not")
    refused(lambda: mlflow.create_experiment("of ben"), "may not")

    sign_in(ANN)
    change(auth, experiment, "ben", "EDIT")
    sign_in(BEN)
    client.log_metric(run, "m", 0.75, step=1)
    refused(lambda: client.delete_run(run), "lacks the permission", "may not")
    refused(lambda: client.delete_experiment(experiment), "lacks the permission", "may not")

    sign_in(ANN)
    change(auth, experiment, "ben", "MANAGE")
    sign_in(BEN)
    client.delete_run(run)
    client.restore_run(run)

    sign_in(ANN)
    change(auth, experiment, "ben", "NO_PERMISSIONS")
    sign_in(BEN)
    refused(found, "no project")
    refused(lambda: mlflow.get_run(run), "no project")


def models(auth, run):
    sign_in(BEN)
    client = mlflow.MlflowClient()
    refused(lambda: client.get_registered_model("model of ann"), "no project")
    sign_in(ANN)
    give_model(auth, "model of ann", "ben", "READ")
    sign_in(BEN)
    assert [one.name for one in client.search_registered_models()] == ["model of ann"]
    assert found() == []
    refused(lambda: mlflow.get_run(run), "not found")
    refused(lambda: client.set_registered_model_tag("model of ann", "k", "v"), "lacks", "may not")
    refused(lambda: client.delete_registered_model("model of ann"), "lacks", "may not")


def passwords(auth):
    sign_in(BEN)
    if hasattr(auth, "create_role"):
        auth.update_user_password("ben", "a-better-password", BEN[1])
    else:
        sign_in(ADMIN)
        auth.update_user_password("ben", "a-better-password")
        sign_in(BEN)
    refused(lambda: auth.get_user("ben"), "401", "wrong")
    sign_in(("ben", "a-better-password"))
    assert auth.get_user("ben").username == "ben"


def roles(auth):
    if not hasattr(auth, "assign_role"):
        return
    sign_in(ADMIN)
    every = {role.name: role for role in auth.list_roles("default")}
    assert len(every) == 8, every
    auth.assign_role("ben", every["data-scientist"].id)
    assert [role.name for role in auth.list_user_roles("ben")] == ["data-scientist"]
    assert len(auth.list_role_users(every["data-scientist"].id)) == 2
    refused(lambda: auth.create_role("default", "king"), "cannot be changed")
    sign_in(("ben", "a-better-password"))
    mlflow.create_experiment("of ben")
    sign_in(ADMIN)
    auth.unassign_role("ben", every["data-scientist"].id)


def main():
    mlflow.set_tracking_uri(URL)
    sign_in(("admin", "wrong"))
    auth = AuthServiceClient(URL)
    refused(lambda: auth.get_user("admin"), "401", "wrong")
    sign_in(ADMIN)
    users(auth)
    assign(auth)
    experiment, run = experiment_of(ANN)
    levels(auth, experiment, run)
    models(auth, run)
    passwords(auth)
    roles(auth)
    sign_in(ADMIN)
    auth.delete_user("ben")
    sign_in(("ben", "a-better-password"))
    refused(lambda: mlflow.search_experiments(), "401", "wrong")
    print(f"users and permissions are as they should be with client {mlflow.__version__}")


def assign(auth):
    """Makes ann a data scientist: by a role, or by what a level on the project stands for."""
    if hasattr(auth, "assign_role"):
        role = next(r for r in auth.list_roles("default") if r.name == "data-scientist")
        auth.assign_role("ann", role.id)
    else:
        from mlflow.utils.rest_utils import http_request

        answer = http_request(
            mlflow.utils.credentials.get_default_host_creds(URL),
            "/api/3.0/mlflow/workspaces/default/permissions",
            "POST",
            json={"username": "ann", "permission": "EDIT"},
        )
        assert answer.status_code == 200, answer.text


if __name__ == "__main__":
    main()
