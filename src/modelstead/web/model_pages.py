"""The table of pages about registered models, below a project's path."""

from modelstead.domain.permission import READ_EXPERIMENTS, READ_MODELS, STAR, WRITE_MODELS
from modelstead.http.endpoint import Endpoint
from modelstead.http.health import Nothing
from modelstead.web.change_forms import Change, RemoveTag, Rename, SetTag, Star
from modelstead.web.means import Means
from modelstead.web.models_state import ModelsState, ModelState
from modelstead.web.page_table import page
from modelstead.web.pages.mlflow_client import ClientState, MlflowClientPages
from modelstead.web.pages.model import CompareChosen, ModelPages
from modelstead.web.pages.model_changes import Describe, ModelChanges, ModelForm, NewModel
from modelstead.web.pages.model_links import ModelByName, ModelLinks
from modelstead.web.pages.models import ModelsPages


def model_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return the list of models, a model's pages and its forms, and how clients are used."""
    models, model = ModelsPages(means.database), ModelPages(means.database)
    changes, links = ModelChanges(means.database), ModelLinks(means.database)
    client = MlflowClientPages(means.database)
    here = "/-/ml/models/{iid}"
    return (
        page("GET", "/-/ml/models", models.show, ModelsState, READ_MODELS),
        page("POST", "/-/ml/models", changes.create, NewModel, WRITE_MODELS),
        page("GET", "/-/ml/models/-/new", changes.new, Nothing, WRITE_MODELS),
        page("GET", "/-/ml/models/by-name/{name}", links.lead, ModelByName, READ_MODELS),
        page("GET", "/-/ml/models/by-name/{name}/{reference}", links.lead, ModelByName, READ_MODELS),
        page("GET", here, model.show, ModelState, READ_MODELS),
        page("GET", f"{here}/metrics.csv", model.export, ModelState, READ_MODELS),
        page("GET", f"{here}/-/compare", model.compare, CompareChosen, READ_MODELS),
        page("GET", f"{here}/-/edit", changes.show_edit, ModelForm, WRITE_MODELS),
        page("POST", f"{here}/-/edit", changes.edit, Describe, WRITE_MODELS),
        page("GET", f"{here}/-/rename", changes.show_rename, ModelForm, WRITE_MODELS),
        page("POST", f"{here}/-/rename", changes.rename, Rename, WRITE_MODELS),
        page("GET", f"{here}/-/tags", changes.show_tag, ModelForm, WRITE_MODELS),
        page("POST", f"{here}/-/tags", changes.set_tag, SetTag, WRITE_MODELS),
        page("POST", f"{here}/-/untag", changes.remove_tag, RemoveTag, WRITE_MODELS),
        page("GET", f"{here}/-/delete", changes.show_delete, ModelForm, WRITE_MODELS),
        page("POST", f"{here}/-/delete", changes.delete, Change, WRITE_MODELS),
        page("POST", f"{here}/-/restore", changes.restore, Change, WRITE_MODELS),
        page("POST", f"{here}/-/star", changes.star, Star, STAR),
        page("GET", "/-/ml/mlflow-client", client.show, ClientState, READ_EXPERIMENTS),
    )
