"""mpu/create, the parts, mpu/complete: a file that comes in parts."""

import hashlib

import pytest

from tests.mlflow_api.sending import assert_invalid, good
from tests.mlflow_api.uploading import begin, complete, fetch, folder, proxy, put, send, upload
from tests.serving import Mlflow

PARTS = (b"a" * 100_000, b"b" * 3_000_000, b"c")


def test_parts_become_one_file_that_is_listed_and_fetched_like_any_other(developer: Mlflow) -> None:
    run_id = developer.run()
    upload(developer, folder(run_id, "models/best"), "weights.bin", *PARTS)
    whole = b"".join(PARTS)
    answer = fetch(developer, folder(run_id, "models/best/weights.bin"))
    assert answer.content == whole
    assert answer.headers["etag"] == f'"{hashlib.sha256(whole).hexdigest()}"'
    files = good(developer.get("artifacts/list", run_id=run_id, path="models/best"))["files"]
    assert files == [{"path": "models/best/weights.bin", "is_dir": False, "file_size": len(whole)}]


def test_an_answer_to_create_has_an_absolute_address_and_no_header_for_each_part(developer: Mlflow) -> None:
    begun = begin(developer, folder(developer.run()), "x", 3)
    assert [each["part_number"] for each in begun["credentials"]] == [1, 2, 3]
    assert [each["headers"] for each in begun["credentials"]] == [{}, {}, {}]
    assert len({each["url"] for each in begun["credentials"]}) == 3
    root = developer.base.partition("/api/")[0]
    assert all(each["url"].startswith(f"{root}/api/v4/projects/") for each in begun["credentials"])


def test_the_etag_of_a_part_is_its_sha256(developer: Mlflow) -> None:
    begun = begin(developer, folder(developer.run()), "x", 1)
    answer = put(developer, begun["credentials"][0]["url"], b"some bytes")
    assert answer.headers["etag"] == f'"{hashlib.sha256(b"some bytes").hexdigest()}"'


def test_parts_may_come_in_any_order_and_be_listed_in_any_order(developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 3)
    backwards = begun | {"credentials": begun["credentials"][::-1]}
    sent = send(developer, backwards, b"3", b"2", b"1")
    good(complete(developer, folder(run_id), "x", begun["upload_id"], sent))
    assert fetch(developer, folder(run_id, "x")).content == b"123"


def test_a_part_that_is_sent_again_replaces_the_first(developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 2)
    send(developer, begun, b"wrong", b"also wrong")
    sent = send(developer, begun, b"right ", b"too")
    good(complete(developer, folder(run_id), "x", begun["upload_id"], sent))
    assert fetch(developer, folder(run_id, "x")).content == b"right too"


@pytest.mark.parametrize("path", ["/home/ada/models/w.bin", "C:\\models\\w.bin", "w.bin", "./w.bin"])
def test_a_local_path_counts_by_its_last_name(developer: Mlflow, path: str) -> None:
    run_id = developer.run()
    upload(developer, folder(run_id, "d"), path, b"1", b"2")
    assert fetch(developer, folder(run_id, "d/w.bin")).content == b"12"


def test_one_part_and_empty_parts_are_fine(developer: Mlflow) -> None:
    run_id = developer.run()
    upload(developer, folder(run_id), "one", b"alone")
    upload(developer, folder(run_id), "empty", b"", b"")
    assert fetch(developer, folder(run_id, "one")).content == b"alone"
    assert fetch(developer, folder(run_id, "empty")).content == b""


def test_an_upload_replaces_what_was_there_when_it_is_complete(developer: Mlflow) -> None:
    run_id = developer.run()
    upload(developer, folder(run_id), "x", b"old", b"er")
    begun = begin(developer, folder(run_id), "x", 1)
    sent = send(developer, begun, b"new")
    assert fetch(developer, folder(run_id, "x")).content == b"older"
    good(complete(developer, folder(run_id), "x", begun["upload_id"], sent))
    assert fetch(developer, folder(run_id, "x")).content == b"new"


def test_completing_once_more_changes_nothing(developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 2)
    sent = send(developer, begun, b"1", b"2")
    for _ in range(2):
        good(complete(developer, folder(run_id), "x", begun["upload_id"], sent))
    assert fetch(developer, folder(run_id, "x")).content == b"12"


def test_without_all_parts_nothing_is_stored_and_the_missing_ones_are_named(developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 3)
    put(developer, begun["credentials"][1]["url"], b"2")
    parts = [{"part_number": number, "etag": "x"} for number in (1, 2, 3)]
    answer = complete(developer, folder(run_id), "x", begun["upload_id"], parts)
    assert_invalid(answer, "parts 1, 3 of 3 parts were not sent")
    assert fetch(developer, folder(run_id, "x")).status_code == 404


def test_a_list_without_all_parts_or_with_one_twice_is_refused(developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 2)
    sent = send(developer, begun, b"1", b"2")
    for listed in (sent[:1], [*sent, sent[0]], [], [sent[0], sent[1] | {"part_number": 3}]):
        answer = complete(developer, folder(run_id), "x", begun["upload_id"], listed)
        assert_invalid(answer, "'parts' must list each of the 2 parts once")
    assert fetch(developer, folder(run_id, "x")).status_code == 404


def test_a_wrong_etag_is_refused_and_its_part_is_named(developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id), "x", 2)
    sent = send(developer, begun, b"1", b"2")
    sent[1]["etag"] = sent[0]["etag"]
    answer = complete(developer, folder(run_id), "x", begun["upload_id"], sent)
    assert_invalid(answer, "The ETag of part 2 is not that of what is stored")


@pytest.mark.parametrize("count", [0, -1, 10_001, 2**63])
def test_a_number_of_parts_that_no_upload_may_have_is_refused(developer: Mlflow, count: int) -> None:
    address = folder(developer.run())
    answer = proxy(developer).post(f"mpu/create/{address}", path="x", num_parts=count)
    assert_invalid(answer, "An upload has 1 to 10000 parts", str(count))


def test_ten_thousand_parts_are_begun_and_their_list_is_read(developer: Mlflow) -> None:
    address = folder(developer.run())
    begun = begin(developer, address, "x", 10_000)
    parts = [
        {"part_number": each["part_number"], "etag": f'"{"0" * 64}"', "url": each["url"]}
        for each in begun["credentials"]
    ]
    assert_invalid(complete(developer, address, "x", begun["upload_id"], parts), "of 10000 parts were not sent")


@pytest.mark.parametrize(
    ("address", "name"), [("runs/{}/artifacts", "a/"), ("runs/{}/artifacts/../x", "a"), ("runs/{}/artifacts", "..")]
)
def test_a_path_that_leads_elsewhere_is_refused(developer: Mlflow, address: str, name: str) -> None:
    url = proxy(developer).base + "mpu/create/" + address.format(developer.run()).replace("..", "%2e%2e")
    answer = developer.http.post(url, json={"path": name, "num_parts": 1}, headers=developer.headers)
    assert answer.status_code in {400, 404}


def test_nothing_is_begun_below_a_file_or_in_the_trash(developer: Mlflow) -> None:
    run_id = developer.run()
    upload(developer, folder(run_id), "x", b"1")
    answer = proxy(developer).post(f"mpu/create/{folder(run_id, 'x')}", path="y", num_parts=1)
    assert_invalid(answer, "is a file, so nothing can be stored below it")
    good(developer.post("runs/delete", run_id=run_id))
    answer = proxy(developer).post(f"mpu/create/{folder(run_id)}", path="y", num_parts=1)
    assert answer.status_code == 400
    assert "Restore it first." in answer.json()["message"]


def test_what_has_changed_meanwhile_is_checked_when_the_upload_is_completed(developer: Mlflow) -> None:
    run_id = developer.run()
    begun = begin(developer, folder(run_id, "x"), "y", 1)
    sent = send(developer, begun, b"1")
    upload(developer, folder(run_id), "x", b"a file where the folder would be")
    answer = complete(developer, folder(run_id, "x"), "y", begun["upload_id"], sent)
    assert_invalid(answer, "is a file, so nothing can be stored below it")
