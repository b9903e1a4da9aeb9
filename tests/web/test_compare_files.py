"""The page that compares runs: their files."""

from modelstead.services import access_tokens, users
from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.web.runs_page import Place, place
from tests.web.test_compare_values import data, show

PIXEL = b"\x89PNG\r\n\x1a\nnot really"


def put(where: Place, iid: int, files: dict[str, bytes]) -> None:
    """Log files as a client does, with a token of the member."""
    server = where.site.server

    def token(tx: Transaction) -> str:
        user = users.get(tx, where.access.actor.username)
        return access_tokens.create(tx, server.secrets, user, name="t", scopes=where.access.actor.scopes).secret

    secret = server.database.write_now(token)
    run_id = where.browser.get(f"/{where.project.path}/-/ml/runs/{iid}", Accept="application/json").json()["head"][
        "run_id"
    ]
    base = f"{where.site.url}/api/v4/projects/{where.project.id}/ml/mlflow/api/2.0/mlflow-artifacts/artifacts/runs"
    for path, content in files.items():
        answer = where.site.http.put(
            f"{base}/{run_id}/artifacts/{path}", content=content, headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 200, answer.text


def two(where: Place, first: dict[str, bytes], second: dict[str, bytes]) -> tuple[int, int]:
    iids = where.run("old"), where.run("new")
    for iid, files in zip(iids, (first, second), strict=True):
        put(where, iid, files)
    return iids


def test_files_that_differ_are_listed(site: Running) -> None:
    where = place(site)
    iids = two(where, {"a.txt": b"1", "b/same.txt": b"x"}, {"a.txt": b"2", "b/same.txt": b"x", "c.txt": b""})
    found = data(where, *iids, view="artifacts")["files"]
    assert [row["path"] for row in found["rows"]] == ["a.txt", "c.txt"]
    assert [held and held["variant"] for held in found["rows"][0]["held"]] == ["A", "B"]
    assert [held and held["variant"] for held in found["rows"][1]["held"]] == [None, "A"]
    assert found["hidden"] == 1
    every = data(where, *iids, view="artifacts", all="1", q="same")["files"]
    assert [row["path"] for row in every["rows"]] == ["b/same.txt"]


def test_texts_are_shown_line_by_line(site: Running) -> None:
    where = place(site)
    iids = two(where, {"a.txt": b"one\ntwo\n<b>\n"}, {"a.txt": b"one\n2\n<b>\n"})
    text = show(where, *iids, view="artifacts", path="a.txt").text
    assert "<del>two</del>" in text
    assert "<ins>2</ins>" in text
    assert "&lt;b&gt;" in text
    turned = show(where, *iids, view="artifacts", path="a.txt", baseline=str(iids[1]), other=str(iids[0])).text
    assert "<del>2</del>" in turned


def test_tables_are_shown_cell_by_cell(site: Running) -> None:
    where = place(site)
    iids = two(where, {"t.csv": b"a,b\n1,2\n"}, {"t.csv": b"a,b\n1,3\n4,5\n"})
    text = show(where, *iids, view="artifacts", path="t.csv").text
    assert "<th>a</th><th>b</th>" in text
    assert "<td>1</td><td><del>2</del> <ins>3</ins></td>" in text
    assert "<ins>5</ins>" in text


def test_images_stand_beside_each_other_with_their_steps(site: Running) -> None:
    where = place(site)
    files = {f"plots/step_{n}.png": PIXEL + bytes([n]) for n in (1, 2, 10)}
    other = {path: content + b"!" for path, content in files.items()}
    iids = two(where, files, other)
    text = show(where, *iids, view="artifacts", path="plots/step_2.png").text
    for iid in iids:
        assert f'src="/{where.project.path}/-/ml/runs/{iid}/raw/plots/step_2.png"' in text
    steps = data(where, *iids, view="artifacts", path="plots/step_2.png")["file"]["steps"]
    assert [step["number"] for step in steps] == [1, 2, 10]


def test_what_cannot_be_shown_says_so(site: Running) -> None:
    where = place(site)
    iids = two(where, {"x.bin": b"\0\1", "same": b"s", "lone": b"l"}, {"x.bin": b"\0\2", "same": b"s"})
    cases = (("x.bin", "no texts"), ("same", "byte by byte"), ("lone", "Only the run old"), ("none", "None of these"))
    for path, said in cases:
        assert said in show(where, *iids, view="artifacts", all="1", path=path).text


def test_large_texts_are_compared_at_their_beginning(site: Running) -> None:
    where = place(site)
    lines = b"".join(b"line %d\n" % n for n in range(5_000))
    iids = two(where, {"a.log": lines}, {"a.log": b"first\n" + lines})
    found = data(where, *iids, view="artifacts", path="a.log")["file"]
    assert found["is_cut"]
    assert found["lines"][0]["kind"] == "added"


def test_runs_without_files_say_so(site: Running) -> None:
    where = place(site)
    assert "These runs have no files." in show(where, where.run(), where.run(), view="artifacts").text
