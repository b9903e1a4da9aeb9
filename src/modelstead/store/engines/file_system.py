"""Which file system a folder is on: SQLite's WAL needs memory that all its processes share, which a network has not."""

from pathlib import Path

from modelstead.errors import SettingError

MOUNTS = Path("/proc/self/mounts")
NETWORK = frozenset(
    (
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "fuse.glusterfs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "nfs",
        "nfs4",
        "smb3",
    )
)


def check_is_local(folder: Path, mounts: Path = MOUNTS) -> None:
    """Raise SettingError for a folder on a network file system; where the system does not say, believe the operator."""
    kind = file_system(folder, mounts)
    if kind in NETWORK:
        raise SettingError(
            f"The folder {folder} is on a network file system ({kind}), where SQLite cannot keep its promises. "
            "Put the data folder on a local disk, or use PostgreSQL (database_url)."
        )


def file_system(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """Return the type of the file system that holds a folder, None where the system has no list of mounts."""
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return None
    parts = folder.resolve().parts
    best: tuple[int, str] | None = None
    for line in lines:
        _, point, kind, *_ = line.split(" ")
        mounted = Path(point.replace("\\040", " ")).parts
        if parts[: len(mounted)] == mounted and (best is None or len(mounted) >= best[0]):
            best = len(mounted), kind
    return best and best[1]
