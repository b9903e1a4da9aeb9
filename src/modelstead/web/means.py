"""What the pages are made with."""

import msgspec

from modelstead.http.rate_limits import RateLimits
from modelstead.services.access_tokens import Secrets
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.ci_sources import CiSources
from modelstead.services.ci_tokens import CiTokens
from modelstead.services.open_id import Provider
from modelstead.services.passwords import Passwords
from modelstead.services.process import Process
from modelstead.services.trash_purging import Purges
from modelstead.services.webhook_calls import WebhookCalls
from modelstead.settings import Settings
from modelstead.store.database import Database


class Means(msgspec.Struct, frozen=True):
    """See app.Modelstead. `provider` is None where people sign in by password only."""

    settings: Settings
    database: Database
    files: ArtifactFiles
    made_with: Secrets
    passwords: Passwords
    rate_limits: RateLimits
    webhooks: WebhookCalls
    provider: Provider | None
    process: Process
    purges: Purges
    ci_tokens: CiTokens
    ci_sources: CiSources
