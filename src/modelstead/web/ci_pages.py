"""The table of pages about CI: a pipeline, and the settings of CI/CD."""

from modelstead.domain.permission import MANAGE_CI, READ_EXPERIMENTS
from modelstead.http.endpoint import Endpoint
from modelstead.http.health import Nothing
from modelstead.web.ci_forms import RuleForm
from modelstead.web.means import Means
from modelstead.web.page_table import page
from modelstead.web.pages.pipeline import OnePipeline, PipelinePage
from modelstead.web.pages.settings_ci import ChangeRule, CiSettings, DeleteRule, NewRule, OneRule, TryToken
from modelstead.web.pages.settings_ci_source import RemoveSource, SourceForm, SourceSettings


def ci_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return the page of a pipeline, the trust rules, the trial of a token, and where jobs are looked up."""
    pipeline = PipelinePage(means.database)
    settings = CiSettings(means.database, means.ci_tokens, means.settings.url)
    source = SourceSettings(means.database, means.ci_sources)
    path = "/-/settings/ci"
    rule = f"{path}/rules/{{rule_id}}"
    return (
        page("GET", "/-/ml/pipelines/{pipeline_id}", pipeline.show, OnePipeline, READ_EXPERIMENTS),
        page("GET", path, settings.show, Nothing, MANAGE_CI),
        page("POST", f"{path}/test", settings.test, TryToken, MANAGE_CI),
        page("GET", f"{path}/rules/-/new", settings.new, NewRule, MANAGE_CI),
        page("POST", f"{path}/rules", settings.create, RuleForm, MANAGE_CI),
        page("GET", rule, settings.edit, OneRule, MANAGE_CI),
        page("POST", rule, settings.change, ChangeRule, MANAGE_CI),
        page("GET", f"{rule}/delete", settings.ask, OneRule, MANAGE_CI),
        page("POST", f"{rule}/delete", settings.delete, DeleteRule, MANAGE_CI),
        page("GET", f"{path}/source", source.show, Nothing, MANAGE_CI),
        page("POST", f"{path}/source", source.save, SourceForm, MANAGE_CI),
        page("POST", f"{path}/source/remove", source.remove, RemoveSource, MANAGE_CI),
    )
