"""The fields that the forms of new versions share: what is typed in them, and what is wrong with that."""

import re
from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.domain.alias import check_alias
from modelstead.domain.semantic_version import SemanticVersion
from modelstead.errors import InvalidParameter
from modelstead.http.visit import Form
from modelstead.services.version_creation import LOGGED, OWN, Wanted

CREATE = "create"  # what the button sends that makes the version; every other one shows the form again
ALIASES_MOST = 50
_BETWEEN = re.compile(r"[\s,;]+")


class VersionFields(Form, frozen=True, kw_only=True):
    """`highest` is what the numbers were counted from that the form showed; `move` are aliases of other versions.

    `files` says which of a run: a folder, or a logged model.
    """

    step: str = ""
    bump: Literal["major", "minor", "patch", "own"] = "patch"
    own: str = ""
    highest: str | None = None
    description: str = ""
    aliases: str = ""
    move: Annotated[tuple[str, ...], msgspec.Meta(max_length=limits.VERSION_CHOICE)] = ()
    files: str | None = None

    @property
    def is_final(self) -> bool:
        """Whether the version is to be made."""
        return self.step == CREATE

    @property
    def names(self) -> list[str]:
        """The aliases that are to lead to the version, each once."""
        typed = (name.removeprefix("@") for name in _BETWEEN.split(self.aliases) if name)
        return list(dict.fromkeys((*self.move, *typed)))

    @property
    def text(self) -> str:
        """The description, with lines that end as on this server."""
        return self.description.replace("\r\n", "\n").strip()

    def errors(self) -> dict[str, str]:
        """Return what is wrong with the fields by themselves."""
        found = {}
        try:
            if self.bump == OWN:
                SemanticVersion.parse(self.own.strip())
        except InvalidParameter as error:
            found["own"] = str(error) if self.own.strip() else "Type a number, such as 1.2.0 or 2.0.0-rc.1."
        if len(self.text) > limits.REGISTRY_DESCRIPTION_LENGTH:
            most = limits.REGISTRY_DESCRIPTION_LENGTH
            found["description"] = f"The description has {len(self.text):,} characters; {most:,} are the most."
        if len(self.names) > ALIASES_MOST:
            found["aliases"] = f"These are {len(self.names)} aliases; {ALIASES_MOST} are the most at once."
        try:
            for alias in self.names:
                check_alias(alias)
        except InvalidParameter as error:
            found["aliases"] = str(error)
        return found

    def wanted(self, run_id: str = "", source: str = "") -> Wanted:
        """Return the version that the fields describe, of the files of a run or of a source."""
        files, model_id = self.files or "", ""
        if run_id and files.startswith(LOGGED):
            model_id = files.removeprefix(LOGGED)
        elif run_id and files:
            source = f"runs:/{run_id}/{files}"
        return Wanted(
            self.bump,
            self.own.strip(),
            self.highest,
            self.text,
            self.names,
            source=source,
            run_id=run_id,
            model_id=model_id,
        )
