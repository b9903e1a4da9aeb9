"""Webhooks and what they hear of, made for tests."""

from modelstead.domain.actor import Access
from modelstead.domain.model_version import NO_FILES, ModelVersion, Stage
from modelstead.domain.registered_model import RegisteredModel
from modelstead.domain.tag import Tag
from modelstead.domain.webhook import VERSION_CREATED, Event, Webhook
from modelstead.services import webhooks
from modelstead.services.sealing import Sealing
from modelstead.services.webhooks import Change
from modelstead.store.transaction import Transaction
from tests import factories

SEALING = Sealing(factories.MADE_WITH.key, webhooks.SECRETS)


def hook(
    tx: Transaction,
    access: Access,
    *events: Event,
    url: str = "https://hooks.example/",
    name: str = "hook",
    secret: str | None = None,
) -> Webhook:
    """Create a webhook, of new versions unless of other events."""
    return webhooks.create(
        tx, access, SEALING, Change(name=name, url=url, events=events or (VERSION_CREATED,), secret=secret)
    )


def model(*, is_prompt: bool = False) -> RegisteredModel:
    return RegisteredModel(1, 1, None if is_prompt else 1, "iris", is_prompt, "about", "someone", 1, 1)


def version(*tags: Tag, is_prompt: bool = False, description: str = "", run_id: str = "r1") -> ModelVersion:
    return ModelVersion(
        id=1,
        iid=1,
        model_id=1,
        name="iris",
        is_prompt=is_prompt,
        number=3,
        semantic_version="1.2.0",
        stage=Stage.STAGING,
        description=description,
        source="runs:/r1/model",
        run_link="",
        run_id="" if is_prompt else run_id,
        logged_model_id=None,
        files_sha256=NO_FILES,
        user="someone",
        created_at=1,
        updated_at=1,
        tags=tags,
    )
