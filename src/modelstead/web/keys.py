"""The keys that do something on pages. Scripts register them by the same words (frontend/src/keys.ts)."""

import msgspec


class Key(msgspec.Struct, frozen=True):
    """A key, keys one after the other ("g h"), or keys together ("Shift+x"); and what they do."""

    keys: str
    does: str

    @property
    def parts(self) -> list[list[str]]:
        """The keys as they are pressed: one after the other, and each with those that are held."""
        return [step.split("+") for step in self.keys.split(" ")]


class Section(msgspec.Struct, frozen=True):
    """The keys of one kind of pages."""

    title: str
    keys: tuple[Key, ...]


SECTIONS = (
    Section(
        "Everywhere",
        (
            Key("?", "Show the keys of this page"),
            Key("/", "Go to the search or filter field"),
            Key("Ctrl+K", "Open the command palette: search everywhere, and do what pages can"),
            Key("g h", "Go to the start page"),
        ),
    ),
    Section(
        "In a project",
        (
            Key("g p", "Go to the project"),
            Key("g e", "Go to the experiments"),
            Key("g m", "Go to the models"),
            Key("g t", "Go to the trash"),
            Key("g s", "Go to the settings"),
        ),
    ),
    Section(
        "In the list of experiments",
        (
            Key("j", "Go to the next line"),
            Key("k", "Go to the line before"),
        ),
    ),
    Section(
        "In a table of runs",
        (
            Key("j", "Go to the next run"),
            Key("k", "Go to the run before"),
            Key("x", "Select the run"),
            Key("Shift+x", "Select all runs from the last selected one to this"),
            Key("Enter", "Open the run"),
            Key("c", "Compare the selected runs"),
            Key("e", "Choose columns"),
        ),
    ),
    Section(
        "On the page of a run",
        (
            Key("e", "Change the run's name"),
            Key("n", "Write notes about the run"),
            Key("c", "Compare the run with others"),
            Key("[", "Go to the run that started before"),
            Key("]", "Go to the run that started after"),
        ),
    ),
)

CLOSE = Key("Escape", "Close the menu, the dialog or the selection")
"""What browsers do by themselves, or scripts where they have something to close."""
