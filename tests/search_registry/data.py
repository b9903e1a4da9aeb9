"""Registered models and versions to search in: plain values, the same for MLflow's store and for ours.

Imports nothing but the standard library, so that an MLflow's Python can read it too.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

T = 1_700_000_000_000
"""The moment all times are near, in milliseconds."""

PROMPT = "mlflow.prompt.is_prompt"


@dataclass(frozen=True)
class Version:
    """A version; its place in the model is its number. Without a run it is a prompt's."""

    created: int
    updated: int
    run: int | None = None
    source: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    semantic: str = "1.0.0"
    stage: str = "None"
    deleted: bool = False

    @property
    def run_id(self) -> str | None:
        return None if self.run is None else run_id(self.run)


@dataclass(frozen=True)
class Model:
    """A model with its versions."""

    name: str
    created: int
    updated: int
    tags: Mapping[str, str] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()
    deleted: bool = False


def run_id(number: int) -> str:
    """Return 32 hex digits; they sort in no order that the numbers know."""
    return hashlib.sha256(f"run {number}".encode()).hexdigest()[:32]


IS_PROMPT = {PROMPT: "true"}

MODELS = (
    Model(
        "tree",
        T,
        T + 9,
        {"team": "vision", "tier": "gold"},
        (
            Version(T, T + 9, 1, "s3://bucket/tree", {"mood": "good", "a b": "x"}, "1.0.0", "Archived"),
            Version(T + 1, T + 1, 2, "s3://bucket/tree", {"mood": "Good"}, "1.10.0", "Production"),
            Version(T + 2, T + 5, 2, "runs:/2/tree_a", {"mood": "bad", "size": "10"}, "1.9.0", "Staging"),
            Version(T + 3, T + 3, 3, "gone", {"mood": "good"}, "9.0.0", deleted=True),
            Version(T + 3, T + 9, 3, "S3://BUCKET/tree", {}, "2.0.0-rc.1"),
        ),
    ),
    Model("forest", T + 1, T + 5, {"team": "nlp", "a b": "x"}, (Version(T + 1, T + 5, 1, "", {"mood": "good"}),)),
    Model(
        "Forest",
        T + 2,
        T + 5,
        {"team": "Vision", "note": "it's"},
        (
            Version(T + 2, T + 5, 4, "models:/tree/1", {"mood": "it's", "size": "9"}, "0.1.0"),
            Version(T + 4, T + 5, 4, "models:/tree/2", {"mood": ""}, "0.2.0", "Production"),
        ),
    ),
    Model("a_b", T + 3, T + 3, {"team": ""}, (Version(T + 3, T + 3, 5, "a%b", {"size": "10"}),)),
    Model("axb", T + 4, T + 4, {"tier": "silver"}, (Version(T + 4, T + 4, 5, "axb", {}, "1.0.0+build"),)),
    Model("bärchen", T - 1, T + 5, {"team": "Ä", "tier": "gold"}, (Version(T - 1, T + 2, 6, "ä", {"mood": "Ä"}),)),
    Model("a b", T + 6, T + 6, {"tier": "goldfish"}),
    Model('say "hi"', T + 7, T + 7, {"q:/z": "y"}, (Version(T + 7, T + 7, 7, "", {}),)),
    Model("gone", T + 8, T + 8, {"team": "vision"}, (Version(T + 8, T + 8, 1, "", {"mood": "good"}),), deleted=True),
    # Prompts, and what only looks like one.
    Model(
        "greeting",
        T + 2,
        T + 8,
        {**IS_PROMPT, "team": "nlp"},
        (
            Version(T + 2, T + 2, None, "dummy", {**IS_PROMPT, "mood": "good"}),
            Version(T + 8, T + 8, None, "dummy", {**IS_PROMPT, "mood": "bad"}, "2.0.0"),
        ),
    ),
    Model("apology", T + 5, T + 5, IS_PROMPT, (Version(T + 5, T + 5, None, "dummy", IS_PROMPT),)),
    Model("shout", T + 5, T + 6, {PROMPT: "True"}, (Version(T + 5, T + 6, 8, "", {PROMPT: "True"}),)),
    Model("denial", T + 6, T + 6, {PROMPT: "false"}, (Version(T + 6, T + 6, 8, "", {PROMPT: "false"}),)),
    Model("doubt", T + 6, T + 7, {PROMPT: "perhaps"}, (Version(T + 6, T + 7, 9, "", {PROMPT: "perhaps"}),)),
    Model(
        "mixture",
        T + 7,
        T + 7,
        {},
        (Version(T + 7, T + 7, 9, "", {}), Version(T + 7, T + 7, 9, "", IS_PROMPT, "2.0.0")),
    ),
    Model(
        "reformed",
        T + 7,
        T + 9,
        IS_PROMPT,
        (Version(T + 7, T + 7, 9, "", {}),),
    ),
    Model(
        "relict",
        T + 7,
        T + 9,
        {},
        (Version(T + 7, T + 7, 9, "", IS_PROMPT, deleted=True), Version(T + 7, T + 8, 9, "", {}, "2.0.0")),
    ),
)
