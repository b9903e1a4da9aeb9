"""What many requests have in common."""

from typing import Annotated

import msgspec

from modelstead.errors import InvalidParameter

Required = Annotated[str, msgspec.Meta(min_length=1)]
"""A text that must be there and not be empty."""


class RunReference(msgspec.Struct, frozen=True, kw_only=True):
    """A request about one run: clients send run_id, run_uuid (1.x) or both."""

    run_id: str = ""
    run_uuid: str = ""

    @property
    def run(self) -> str:
        """The run meant; raise InvalidParameter when none is named."""
        if not (self.run_id or self.run_uuid):
            raise InvalidParameter("Missing value for required parameter 'run_id'.")
        return self.run_id or self.run_uuid


class Nothing(msgspec.Struct, frozen=True):
    """A request without fields."""
