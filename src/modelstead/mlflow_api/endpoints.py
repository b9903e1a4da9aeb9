"""The table of every MLflow call that this server answers.

Paths are below `<tracking URI>/api/2.0/mlflow/`; `/api/3.0/`, `/ajax-api/…` and `preview/` mean the same. Those of
ARTIFACTS are below `/api/2.0/mlflow-artifacts/`.
"""

from modelstead import limits
from modelstead.domain.permission import MANAGE_WEBHOOKS, READ_EXPERIMENTS, READ_MODELS, WRITE_EXPERIMENTS, WRITE_MODELS
from modelstead.http.answer import Answer
from modelstead.http.endpoint import Endpoint, Open, Verb
from modelstead.mlflow_api import (
    artifacts,
    experiments,
    logged_models,
    metrics,
    model_versions,
    registered_models,
    runs,
    server,
    transfers,
    webhooks,
)
from modelstead.mlflow_api.messages import artifacts as a
from modelstead.mlflow_api.messages import experiments as e
from modelstead.mlflow_api.messages import logged_models as lm
from modelstead.mlflow_api.messages import metrics as m
from modelstead.mlflow_api.messages import model_versions as v
from modelstead.mlflow_api.messages import registered_models as rm
from modelstead.mlflow_api.messages import runs as r
from modelstead.mlflow_api.messages import transfers as t
from modelstead.mlflow_api.messages import webhooks as w
from modelstead.mlflow_api.messages.logged_model_search import SearchLoggedModels
from modelstead.mlflow_api.messages.reference import Nothing, RunReference

READ, WRITE, LOG, FILE, PLAIN = Verb.READ, Verb.WRITE, Verb.LOG, Verb.FILE, Verb.PLAIN
TRANSFER, SIGNED = Verb.TRANSFER, Verb.SIGNED  # the address of a SIGNED row holds its permission
SEE, CHANGE = READ_EXPERIMENTS, WRITE_EXPERIMENTS
SEE_MODELS, CHANGE_MODELS = READ_MODELS, WRITE_MODELS
HOOKS, WEBHOOK = MANAGE_WEBHOOKS, Verb.WEBHOOK

# fmt: off
ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("POST", "experiments/create", experiments.create, e.CreateExperiment, e.ExperimentCreated, CHANGE, WRITE),
    Endpoint("GET", "experiments/get", experiments.get, e.GetExperiment, e.OneExperiment, SEE, READ),
    Endpoint("GET", "experiments/get-by-name", experiments.get_by_name, e.GetExperimentByName, e.OneExperiment, SEE, READ),
    Endpoint("GET", "experiments/list", experiments.search, e.SearchExperiments, e.Experiments, SEE, READ),
    Endpoint("GET", "experiments/search", experiments.search, e.SearchExperiments, e.Experiments, SEE, READ),
    Endpoint("POST", "experiments/search", experiments.search, e.SearchExperiments, e.Experiments, SEE, READ),
    Endpoint("POST", "experiments/update", experiments.update, e.UpdateExperiment, Nothing, CHANGE, WRITE),
    Endpoint("POST", "experiments/delete", experiments.delete, e.GetExperiment, Nothing, CHANGE, WRITE),
    Endpoint("POST", "experiments/restore", experiments.restore, e.GetExperiment, Nothing, CHANGE, WRITE),
    Endpoint("POST", "experiments/set-experiment-tag", experiments.set_tag, e.SetExperimentTag, Nothing, CHANGE, WRITE),
    Endpoint("POST", "experiments/delete-experiment-tag", experiments.delete_tag, e.DeleteExperimentTag, Nothing, CHANGE, WRITE),
    Endpoint("POST", "runs/create", runs.create, r.CreateRun, r.OneRun, CHANGE, WRITE, once=True),
    Endpoint("GET", "runs/get", runs.get, RunReference, r.OneRun, SEE, READ),
    Endpoint("POST", "runs/update", runs.update, r.UpdateRun, r.OneRunInfo, CHANGE, WRITE),
    Endpoint("POST", "runs/delete", runs.delete, RunReference, Nothing, CHANGE, WRITE),
    Endpoint("POST", "runs/restore", runs.restore, RunReference, Nothing, CHANGE, WRITE),
    Endpoint("POST", "runs/search", runs.search, r.SearchRuns, r.Runs, SEE, READ),
    Endpoint("POST", "runs/log-metric", metrics.log_metric, m.LogMetric, Nothing, CHANGE, LOG),
    Endpoint("POST", "runs/log-parameter", metrics.log_param, m.LogParam, Nothing, CHANGE, LOG),
    Endpoint("POST", "runs/set-tag", metrics.set_tag, m.SetTag, Nothing, CHANGE, LOG),
    Endpoint("POST", "runs/log-batch", metrics.log_batch, m.LogBatch, Nothing, CHANGE, LOG),
    Endpoint("POST", "runs/delete-tag", runs.delete_tag, r.DeleteTag, Nothing, CHANGE, WRITE),
    Endpoint("POST", "runs/log-model", runs.log_model, r.LogModel, Nothing, CHANGE, WRITE),
    Endpoint("POST", "runs/log-inputs", runs.log_inputs, r.LogInputs, Nothing, CHANGE, WRITE),
    Endpoint("POST", "runs/outputs", runs.log_outputs, r.LogOutputs, Nothing, CHANGE, WRITE),
    Endpoint("GET", "metrics/get-history", metrics.get_history, m.GetHistory, m.History, SEE, READ),
    Endpoint("GET", "metrics/get-history-bulk", metrics.get_history_bulk, m.GetHistoryBulk, m.History, SEE, READ),
    Endpoint("GET", "metrics/get-history-bulk-interval", metrics.get_history_bulk_interval, m.GetHistoryBulkInterval, m.History, SEE, READ),
    Endpoint("GET", "artifacts/list", artifacts.list_of_run, a.RunArtifact, a.RunFiles, SEE, READ),
    Endpoint("POST", "upload-artifact", artifacts.put, a.RunArtifact, Nothing, CHANGE, FILE),
    Endpoint("POST", "logged-models", logged_models.create, lm.CreateLoggedModel, lm.OneLoggedModel, CHANGE, WRITE, once=True),
    Endpoint("POST", "logged-models/search", logged_models.search, SearchLoggedModels, lm.LoggedModels, SEE, READ),
    Endpoint("GET", "logged-models/{model_id}", logged_models.get, lm.GetLoggedModel, lm.OneLoggedModel, SEE, READ),
    Endpoint("PATCH", "logged-models/{model_id}", logged_models.finalize, lm.FinalizeLoggedModel, lm.OneLoggedModel, CHANGE, WRITE),
    Endpoint("DELETE", "logged-models/{model_id}", logged_models.delete, lm.LoggedModelReference, Nothing, CHANGE, WRITE),
    Endpoint("PATCH", "logged-models/{model_id}/tags", logged_models.set_tags, lm.SetLoggedModelTags, lm.OneLoggedModel, CHANGE, WRITE),
    Endpoint("DELETE", "logged-models/{model_id}/tags/{tag_key...}", logged_models.delete_tag, lm.DeleteLoggedModelTag, Nothing, CHANGE, WRITE),
    Endpoint("POST", "logged-models/{model_id}/params", logged_models.log_params, lm.LogLoggedModelParams, Nothing, CHANGE, WRITE),
    Endpoint("GET", "logged-models/{model_id}/artifacts/directories", logged_models.list_artifacts, lm.LoggedModelArtifacts, lm.LoggedModelFiles, SEE, READ),
    Endpoint("GET", "logged-models/{model_id}/artifacts/files", artifacts.get, lm.LoggedModelFile, Answer, SEE, FILE),
    Endpoint("POST", "registered-models/create", registered_models.create, rm.CreateRegisteredModel, rm.OneRegisteredModel, CHANGE_MODELS, WRITE),
    Endpoint("GET", "registered-models/get", registered_models.get, rm.ModelReference, rm.OneRegisteredModel, SEE_MODELS, READ),
    Endpoint("PATCH", "registered-models/update", registered_models.update, rm.UpdateRegisteredModel, rm.OneRegisteredModel, CHANGE_MODELS, WRITE),
    Endpoint("POST", "registered-models/rename", registered_models.rename, rm.RenameRegisteredModel, rm.OneRegisteredModel, CHANGE_MODELS, WRITE),
    Endpoint("DELETE", "registered-models/delete", registered_models.delete, rm.ModelReference, Nothing, CHANGE_MODELS, WRITE),
    Endpoint("POST", "registered-models/restore", registered_models.restore, rm.ModelReference, rm.OneRegisteredModel, CHANGE_MODELS, WRITE),
    Endpoint("GET", "registered-models/list", registered_models.search, rm.SearchRegisteredModels, rm.RegisteredModels, SEE_MODELS, READ),
    Endpoint("GET", "registered-models/search", registered_models.search, rm.SearchRegisteredModels, rm.RegisteredModels, SEE_MODELS, READ),
    Endpoint("GET", "registered-models/get-latest-versions", registered_models.get_latest_versions, rm.GetLatestVersions, v.ModelVersions, SEE_MODELS, READ),
    Endpoint("POST", "registered-models/get-latest-versions", registered_models.get_latest_versions, rm.GetLatestVersions, v.ModelVersions, SEE_MODELS, READ),
    Endpoint("POST", "registered-models/set-tag", registered_models.set_tag, rm.SetRegisteredModelTag, Nothing, CHANGE_MODELS, WRITE),
    Endpoint("DELETE", "registered-models/delete-tag", registered_models.delete_tag, rm.DeleteRegisteredModelTag, Nothing, CHANGE_MODELS, WRITE),
    Endpoint("GET", "registered-models/alias", registered_models.get_alias, rm.AliasReference, v.OneModelVersion, SEE_MODELS, READ),
    Endpoint("POST", "registered-models/alias", registered_models.set_alias, rm.SetAlias, Nothing, CHANGE_MODELS, WRITE),
    Endpoint("DELETE", "registered-models/alias", registered_models.delete_alias, rm.AliasReference, Nothing, CHANGE_MODELS, WRITE),
    Endpoint("POST", "model-versions/create", model_versions.create, v.CreateModelVersion, v.OneModelVersion, CHANGE_MODELS, WRITE, once=True),
    Endpoint("GET", "model-versions/get", model_versions.get, v.VersionReference, v.OneModelVersion, SEE_MODELS, READ),
    Endpoint("PATCH", "model-versions/update", model_versions.update, v.UpdateModelVersion, v.OneModelVersion, CHANGE_MODELS, WRITE),
    Endpoint("POST", "model-versions/transition-stage", model_versions.transition_stage, v.TransitionStage, v.OneModelVersion, CHANGE_MODELS, WRITE),
    Endpoint("DELETE", "model-versions/delete", model_versions.delete, v.VersionReference, Nothing, CHANGE_MODELS, WRITE),
    Endpoint("POST", "model-versions/restore", model_versions.restore, v.RestoreModelVersion, v.OneModelVersion, CHANGE_MODELS, WRITE),
    Endpoint("GET", "model-versions/search", model_versions.search, v.SearchModelVersions, v.ModelVersions, SEE_MODELS, READ),
    Endpoint("GET", "model-versions/get-download-uri", model_versions.get_download_uri, v.VersionReference, v.DownloadUri, SEE_MODELS, READ),
    Endpoint("POST", "model-versions/set-tag", model_versions.set_tag, v.SetModelVersionTag, Nothing, CHANGE_MODELS, WRITE),
    Endpoint("DELETE", "model-versions/delete-tag", model_versions.delete_tag, v.DeleteModelVersionTag, Nothing, CHANGE_MODELS, WRITE),
    Endpoint("POST", "artifacts/presigned-upload-url", transfers.presign_upload, t.PresignUpload, t.PresignedUpload, CHANGE, TRANSFER),
    Endpoint("POST", "artifacts/presigned-download-url", transfers.presign_download, t.PresignDownload, t.PresignedDownload, SEE, TRANSFER),
    Endpoint("GET", "server-info", server.info, Nothing, server.ServerInfo, Open.OPEN, PLAIN),
)

# Below the same path, for maintainers.
WEBHOOKS: tuple[Endpoint, ...] = (
    Endpoint("POST", "webhooks", webhooks.create, w.CreateWebhook, w.OneWebhook, HOOKS, WEBHOOK),
    Endpoint("GET", "webhooks", webhooks.listing, w.ListWebhooks, w.Webhooks, HOOKS, READ),
    Endpoint("GET", "webhooks/{webhook_id}", webhooks.get, w.WebhookReference, w.OneWebhook, HOOKS, READ),
    Endpoint("PATCH", "webhooks/{webhook_id}", webhooks.update, w.UpdateWebhook, w.OneWebhook, HOOKS, WEBHOOK),
    Endpoint("DELETE", "webhooks/{webhook_id}", webhooks.delete, w.WebhookReference, Nothing, HOOKS, WRITE),
    Endpoint("POST", "webhooks/{webhook_id}/test", webhooks.test, w.TestWebhook, w.Tested, HOOKS, WEBHOOK),
)

ARTIFACTS: tuple[Endpoint, ...] = (
    Endpoint("GET", "artifacts", artifacts.list_address, a.ListAddress, a.Files, SEE, READ),
    Endpoint("GET", "artifacts/{address...}", artifacts.get, a.ArtifactAddress, Answer, SEE, FILE),
    Endpoint("PUT", "artifacts/{address...}", artifacts.put, a.ArtifactAddress, Nothing, CHANGE, FILE),
    Endpoint("DELETE", "artifacts/{address...}", artifacts.delete, a.ArtifactAddress, Nothing, CHANGE, WRITE),
    Endpoint("POST", "mpu/create/{address...}", transfers.create, t.CreateUpload, t.UploadCreated, CHANGE, TRANSFER),
    Endpoint("PUT", "mpu/part", transfers.put_part, t.PartAddress, Answer, Open.OPEN, SIGNED),
    Endpoint("POST", "mpu/complete/{address...}", transfers.complete, t.CompleteUpload, Nothing, CHANGE, TRANSFER, body_bytes=limits.UPLOAD_BODY_BYTES),
    Endpoint("POST", "mpu/abort/{address...}", transfers.abort, t.AbortUpload, Nothing, CHANGE, TRANSFER),
    Endpoint("GET", "presigned/{address...}", transfers.presign, a.ArtifactAddress, t.PresignedAddress, SEE, TRANSFER),
    Endpoint("GET", "signed", transfers.get_signed, t.SignedFile, Answer, Open.OPEN, SIGNED),
    Endpoint("PUT", "signed", transfers.put_signed, t.PieceAddress, Answer, Open.OPEN, SIGNED),
)

# Directly below the tracking URI, where a client looks for a server that it is about to use.
PROBES: tuple[Endpoint, ...] = (
    Endpoint("GET", "health", server.health, Nothing, Answer, Open.OPEN, PLAIN),
    Endpoint("GET", "get-artifact", artifacts.get, a.RunArtifact, Answer, SEE, FILE),
    Endpoint("GET", "version", server.version, Nothing, Answer, Open.OPEN, PLAIN),
)
