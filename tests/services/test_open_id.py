"""Keys of an identity provider, remembered and asked for again."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from modelstead import limits
from modelstead.domain.identity import Claims
from modelstead.domain.network_address import Allowed
from modelstead.errors import Unauthenticated
from modelstead.services import open_id_flow
from modelstead.services.open_id import Client, Provider
from modelstead.store.outgoing import Outgoing
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, identity_provider
from tests.identity_provider import Provider as Running

KEY = b"0123456789abcdef0123456789abcdef"


@pytest.fixture
def running() -> Iterator[Running]:
    with identity_provider() as made:
        yield made


async def identify(provider: Provider) -> str:
    """Go there and come back, and return who came."""
    flow = open_id_flow.begin(KEY, "/")
    there = await provider.address(flow, "http://127.0.0.1/back")
    answer = await asyncio.to_thread(httpx.get, there)
    code = httpx.URL(answer.headers["location"]).params["code"]
    return (await provider.identify(flow, code, "http://127.0.0.1/back")).subject


def test_a_key_that_is_not_known_is_asked_for_at_most_every_half_minute(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def come_and_go() -> None:
        claims = Claims("preferred_username", "email", "groups")
        outgoing = Outgoing(Allowed(["127.0.0.1"]))
        provider = Provider(Client(running.issuer, CLIENT_ID, CLIENT_SECRET, ("openid",), claims), outgoing)
        subject: Any = running.person["sub"]
        assert await identify(provider) == subject
        running.rotate("ES256", "second")
        for _ in range(3):
            with pytest.raises(Unauthenticated):
                await identify(provider)
        assert running.asked.count("/keys") == 1
        monkeypatch.setattr(limits, "OPEN_ID_REFRESH_SECONDS", 0)
        assert await identify(provider) == subject
        assert running.asked.count("/keys") == 2
        outgoing.close()

    asyncio.run(come_and_go())
