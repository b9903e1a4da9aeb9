"""What a sign-in leaves in the server's log and in its database: no password, no cookie, no link."""

from pathlib import Path

from tests.cli.commands import serving

PASSWORD = "a sentence that nobody logs"


def test_no_log_line_and_no_row_has_a_secret_of_a_sign_in(tmp_path: Path) -> None:
    with serving(tmp_path, "--log-level", "debug") as server:
        link = server.printed.partition("/-/setup?secret=")[2].split()[0]
        page = server.http.get("/-/setup", params={"secret": link})
        assert page.status_code == 200
        first = server.http.post("/-/setup", data={"secret": link, "password": PASSWORD})
        assert first.status_code == 200
        wrong = server.http.post("/-/sign-in", data={"username": PASSWORD, "password": "wrong " + PASSWORD})
        assert wrong.status_code == 401
        signed_in = server.http.post("/-/sign-in", data={"username": "admin", "password": PASSWORD})
        assert signed_in.status_code == 303
        cookies = [answer.headers["set-cookie"].partition("=")[2][:43] for answer in (first, signed_in)]
        assert server.http.get("/-/profile/sessions").status_code == 200
        server.stop()
        log = server.errors()
        assert " 303 " in log  # so that it is this log
        stored = b"".join(file.read_bytes() for file in server.folder.rglob("modelstead.db*"))
        for secret in (PASSWORD, link, *cookies):
            assert secret not in log
            assert secret.encode() not in stored
