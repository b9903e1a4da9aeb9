"""The table of viewers, and which of them shows a file."""

from modelstead.web.viewers.binary import BINARY
from modelstead.web.viewers.image import IMAGE
from modelstead.web.viewers.json_tree import JSON
from modelstead.web.viewers.media import AUDIO, PAGE, PDF, VIDEO
from modelstead.web.viewers.mlmodel import MLMODEL
from modelstead.web.viewers.notebook import NOTEBOOK
from modelstead.web.viewers.parquet import PARQUET
from modelstead.web.viewers.prose import PROSE
from modelstead.web.viewers.table import TABLE
from modelstead.web.viewers.text import TEXT
from modelstead.web.viewers.viewer import Viewer

VIEWERS = (IMAGE, TABLE, PARQUET, JSON, PROSE, NOTEBOOK, PDF, AUDIO, VIDEO, PAGE, MLMODEL, TEXT)

_BY_ENDING = {ending: viewer for viewer in VIEWERS for ending in viewer.endings}
_BY_NAME = {name: viewer for viewer in VIEWERS for name in viewer.names}


def choose(name: str) -> Viewer:
    """Return the viewer of a file by its name; BINARY, which looks at the bytes, for one of no known kind."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return _BY_NAME.get(name) or _BY_ENDING.get(ending, BINARY)
