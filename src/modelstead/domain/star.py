"""Stars: what somebody marks to find it again."""

from enum import IntEnum


class Starred(IntEnum):
    """What can have a star; the numbers are stored."""

    PROJECT = 1
    EXPERIMENT = 2
    RUN = 3
    MODEL = 4
