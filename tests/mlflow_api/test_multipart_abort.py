"""mpu/abort, and what becomes of parts that nobody needs any more."""

from modelstead import clock
from modelstead.app import Modelstead
from modelstead.store import blob_rows
from modelstead.store.transaction import Transaction
from tests.mlflow_api.sending import assert_refused, good
from tests.mlflow_api.uploading import abort, begin, complete, fetch, folder, put, send, upload
from tests.serving import Mlflow, Running

GONE = "There is no such upload: it is complete, was aborted, or is too old. Begin another."


def part_blobs(tx: Transaction, upload_id: str) -> list[str]:
    rows = tx.all(
        "SELECT p.blob FROM upload_parts p JOIN uploads u ON u.id = p.upload_id WHERE u.upload_id = ?", (upload_id,)
    )
    return [row[0] for row in rows]


def blobs_of(server: Modelstead, upload_id: str) -> list[str]:
    return server.database.read_now(part_blobs, upload_id)


def are_stored(server: Running, names: list[str]) -> list[bool]:
    root = server.server.settings.data_dir / "artifacts"
    return [(root / name[:2] / name[2:4] / name).exists() for name in names]


def age(tx: Transaction, upload_id: str) -> None:
    tx.execute("UPDATE uploads SET expires_at = ? WHERE upload_id = ?", (clock.now_ms() - 1, upload_id))


def test_aborting_removes_the_parts_and_stores_nothing(server: Running, developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 2)
    sent = send(developer, begun, b"1", b"2")
    names = blobs_of(server.server, begun["upload_id"])
    assert are_stored(server, names) == [True, True]
    good(abort(developer, folder(run_id), "x", begun["upload_id"]))
    assert are_stored(server, names) == [False, False]
    assert_refused(put(developer, begun["credentials"][0]["url"], b"1"), 404, "RESOURCE_DOES_NOT_EXIST", GONE)
    answer = complete(developer, folder(run_id), "x", begun["upload_id"], sent)
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", GONE)
    assert fetch(developer, folder(run_id, "x")).status_code == 404


def test_aborting_again_or_after_the_end_changes_nothing(developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 1)
    sent = send(developer, begun, b"1")
    good(complete(developer, folder(run_id), "x", begun["upload_id"], sent))
    for upload_id in (begun["upload_id"], "0" * 32):
        for _ in range(2):
            good(abort(developer, folder(run_id), "x", upload_id))
    assert fetch(developer, folder(run_id, "x")).content == b"1"


def test_completing_removes_the_parts_and_a_part_sent_later_is_refused(server: Running, developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 2)
    sent = send(developer, begun, b"1", b"2")
    names = blobs_of(server.server, begun["upload_id"])
    good(complete(developer, folder(run_id), "x", begun["upload_id"], sent))
    assert are_stored(server, names) == [False, False]
    assert_refused(put(developer, begun["credentials"][0]["url"], b"1"), 404, "RESOURCE_DOES_NOT_EXIST", GONE)


def test_a_part_that_is_sent_again_leaves_no_bytes_of_the_first(server: Running, developer: Mlflow) -> None:
    begun = begin(developer, folder(developer.run()), "x", 1)
    send(developer, begun, b"1")
    first = blobs_of(server.server, begun["upload_id"])
    send(developer, begun, b"2")
    assert are_stored(server, first) == [False]
    assert are_stored(server, blobs_of(server.server, begun["upload_id"])) == [True]


def test_a_part_with_the_bytes_of_a_stored_file_is_a_blob_of_its_own(developer: Mlflow) -> None:
    run_id = developer.run()
    upload(developer, folder(run_id), "x", b"same")
    upload(developer, folder(run_id), "y", b"same")
    begun = begin(developer, folder(run_id), "z", 1)
    send(developer, begun, b"same")
    good(abort(developer, folder(run_id), "z", begun["upload_id"]))
    assert fetch(developer, folder(run_id, "x")).content == fetch(developer, folder(run_id, "y")).content == b"same"


def test_an_upload_that_is_too_old_is_over_and_the_next_one_clears_it_away(server: Running, developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 2)
    sent = send(developer, begun, b"1", b"2")
    names = blobs_of(server.server, begun["upload_id"])
    server.server.database.write_now(age, begun["upload_id"])
    assert_refused(put(developer, begun["credentials"][0]["url"], b"1"), 404, "RESOURCE_DOES_NOT_EXIST", GONE)
    answer = complete(developer, folder(run_id), "x", begun["upload_id"], sent)
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", GONE)
    begin(developer, folder(run_id), "y", 1)
    assert are_stored(server, names) == [False, False]


def test_the_sweep_knows_the_parts_of_an_upload_that_lives(server: Running, developer: Mlflow) -> None:
    begun = begin(developer, folder(developer.run()), "x", 2)
    send(developer, begun, b"1", b"2")
    names = blobs_of(server.server, begun["upload_id"])
    assert server.server.database.read_now(blob_rows.known, [*names, "0" * 32]) == set(names)
