"""The state of charts on pages that show more than charts; their scripts read it."""

from modelstead.web.view_state import ViewState


class ChartsState(ViewState, frozen=True, kw_only=True):
    """See web.experiment_state for what the fields mean."""

    x: str = "step"
    smooth: str = "0"
    log: str = ""
    clip: str = ""
    find: str = ""
    zoom: str = ""
    pins: tuple[str, ...] = ()
