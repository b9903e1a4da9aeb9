"""The demo's registered models, stored."""

import asyncio
from pathlib import Path

from modelstead.demo.filling import Place, fill
from modelstead.demo.scale import Scale
from modelstead.demo.showcase import compute
from modelstead.domain.model_version import NO_FILES
from modelstead.services import model_versions, registered_models, registry_search, users
from modelstead.store.blobs.local import LocalBlobs
from modelstead.store.database import Database

NOW = 1_750_000_000_000
SCALE = Scale(points=24, epochs=3, flats=32, searches=2, episodes=10)


def test_models_of_many_versions_of_none_and_in_the_trash(database: Database, tmp_path: Path) -> None:
    place = Place("demo/showcase", database.write_now(users.create, "researcher"))
    blobs = LocalBlobs(tmp_path / "artifacts")
    plan = compute(1, NOW, SCALE, lambda _: None).plan
    asyncio.run(fill(database, blobs, place, plan, 1, lambda _: None))
    blobs.close()
    access = database.write_now(place.enter)
    found, _ = database.read_now(lambda tx: registry_search.search_models(tx, access))
    assert len(found) == 5
    versions, _ = database.read_now(
        lambda tx: registry_search.search_versions(tx, access, filter_text="name = 'moons-classifier'")
    )
    numbers = {each.semantic_version: each for each in versions}
    assert set(numbers) == {"1.0.0", "1.1.0", "1.2.0", "1.2.1", "1.3.0", "1.3.1", "2.0.0-rc.1"}
    assert numbers["1.3.0"].aliases == ("champion", "latest-good")
    assert numbers["2.0.0-rc.1"].aliases == ("challenger",)
    assert all(each.run_id and each.files_sha256 != NO_FILES for each in versions)
    planner = database.read_now(registered_models.get, access, "landing-planner")
    assert not planner.latest_versions
    assert database.write_now(registered_models.restore, access, "moons-prototype").latest_versions
    prompt = database.read_now(model_versions.get, access, "summarise-a-run", "champion")
    assert prompt.is_prompt
