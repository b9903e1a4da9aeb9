"""Looking through the files of a run: its tree, its folders, pages and searches."""

import pytest

from modelstead import limits
from modelstead.domain.role import Role
from tests.serving import Running
from tests.web.artifact_pages import Run, new_run


@pytest.fixture(scope="module")
def large(site: Running) -> Run:
    """Return a run with more files than a tree shows whole."""
    run = new_run(site)
    run.put({f"many/file_{number:04}.txt": str(number) for number in range(limits.ARTIFACT_ROWS + 20)})
    run.put({f"folders/f{number:03}/x.txt": "x" for number in range(limits.ARTIFACT_TREE_FILES - 100)})
    return run


def names(run: Run, path: str = "", **query: str | int) -> list[str]:
    return [row["name"] for row in run.view(path, **query)["listing"]["rows"]]


def test_a_run_without_files_says_how_to_log_some(site: Running) -> None:
    run = new_run(site)
    page = run.html()
    assert "This run has no artifacts" in page
    assert "mlflow.log_artifact(" in page
    assert run.run_id in page


def test_a_folder_lists_folders_before_files_with_what_is_in_them(site: Running) -> None:
    run = new_run(site)
    run.put({"b.txt": "12345", "a.json": "{}", "model/MLmodel": "x", "model/data/weights.bin": b"123"})
    listing = run.view()["listing"]
    assert [(row["name"], row["kind"], row["size"], row["count"]) for row in listing["rows"]] == [
        ("model", "Folder", 4, 2),
        ("a.json", "JSON", 2, 0),
        ("b.txt", "Text", 5, 0),
    ]
    assert names(run, "model") == ["data", "MLmodel"]
    page = run.html("model")
    assert f'href="{run.page_of("model/data")}"' in page
    assert "Download as zip" in page


def test_the_tree_of_a_small_run_is_whole_and_open_on_the_way(site: Running) -> None:
    run = new_run(site)
    run.put({"a/b/c.txt": "x", "a/d.txt": "x", "e/f.txt": "x"})
    tree = run.view("a/b")["tree"]
    first, second = tree["children"]
    assert (first["name"], first["is_open"], [each["name"] for each in first["children"]]) == (
        "a",
        True,
        ["b", "d.txt"],
    )
    assert (second["name"], second["is_open"], [each["name"] for each in second["children"]]) == ("e", False, ["f.txt"])
    assert first["children"][0]["is_here"]


def test_the_tree_of_a_large_run_has_the_way_alone(large: Run) -> None:
    tree = large.view("many/file_0001.txt")["tree"]
    folders, many = tree["children"]
    assert (folders["children"], folders["count"]) == ([], limits.ARTIFACT_TREE_FILES - 100)
    assert len(many["children"]) == limits.ARTIFACT_TREE_LEVEL
    assert many["more"] == 20
    assert f'href="{large.page_of("many")}">20 more' in large.html("many/file_0001.txt")


def test_a_large_folder_has_pages(large: Run) -> None:
    assert len(names(large, "many")) == limits.ARTIFACT_ROWS
    assert names(large, "many", page=2) == [f"file_{limits.ARTIFACT_ROWS + number:04}.txt" for number in range(20)]
    assert names(large, "many", page=3) == []
    assert 'rel="next"' in large.html("many")
    assert 'rel="next"' not in large.html("many", page=2)
    pages = [names(large, "folders", page=page) for page in (1, 2)]
    assert [name for page in pages for name in page] == [f"f{number:03}" for number in range(200)]


def test_files_are_found_by_a_part_of_their_path_below_the_folder(large: Run) -> None:
    assert names(large, "", q="FILE_0019") == ["many/file_0019.txt"]
    assert names(large, "many", q="9.txt")[:2] == ["file_0009.txt", "file_0019.txt"]
    assert names(large, "", q="f007/x") == ["folders/f007/x.txt"]
    assert names(large, "many", q="many") == []
    assert names(large, "", q="%") == []
    assert "No file is named like that" in large.html("", q="nothing <b>")


@pytest.mark.parametrize("path", ["nowhere", "a/nowhere", "a.txt/below"])
def test_what_is_not_there_is_not_found(site: Running, path: str) -> None:
    run = new_run(site)
    run.put({"a/b.txt": "x", "a.txt": "x"})
    assert run.show(path).status_code == 404


def test_hostile_names_are_shown_and_lead_to_their_files(site: Running) -> None:
    run = new_run(site, run_name="<script>alert(1)</script>")
    hostile = [
        "with space & <script>alert(1)<.txt",
        "שלום עולם.txt",
        "😀 emoji.txt",
        "100%25.txt",
        "a#b?c;d.txt",
        '"quoted".txt',
        "n" * 250 + ".txt",
        "{{ 7 * 7 }}.txt",
        "/".join(f"level-{number}" for number in range(31)) + "/leaf.txt",
    ]
    run.put(dict.fromkeys(hostile, "content"))
    page = run.html()
    for path in hostile:
        assert "content" in run.html(path), path
        assert run.raw(path).text == "content"
        assert f'href="{run.page_of(path)}"' in page or "/" in path


def test_members_alone_see_the_files(site: Running) -> None:
    run = new_run(site)
    run.put({"a.txt": "x"})
    outsider = run.as_member(None)
    for path in (run.page_of(), run.page_of("a.txt"), run.raw_of("a.txt"), f"{run.base}/files.zip"):
        assert outsider.browser.get(path).status_code == 404, path
    guest = run.as_member(Role.GUEST)
    assert "a.txt" in guest.html()
    assert guest.raw("a.txt").status_code == 200


def test_a_page_is_also_data(site: Running) -> None:
    run = new_run(site)
    run.put({"a.txt": "x"})
    view = run.view("a.txt")
    assert view["uris"] == [f"runs:/{run.run_id}/a.txt", f"mlflow-artifacts:/runs/{run.run_id}/artifacts/a.txt"]
    assert view["file"]["preview"]["text"] == "x"
    assert "blob" not in str(view)
