"""A command as its caller sees it who starts it: the exit code, what is printed where, what is typed."""

from tests.cli.commands import answer, modelstead, started

Store = tuple[str, str]


def test_it_prints_to_standard_output_and_exits_with_0() -> None:
    done = started("version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == modelstead("version").stdout != ""


def test_what_cannot_be_done_is_said_on_standard_error_with_exit_code_1(store: Store) -> None:
    done = started("user", "show", "nobody", *store)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == modelstead("user", "show", "nobody", *store).stderr
    assert done.stderr.startswith("Error: ")


def test_a_wrong_call_is_said_on_standard_error_with_exit_code_2() -> None:
    done = started("user", "fly")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == modelstead("user", "fly").stderr
    assert "Error: " in done.stderr


def test_it_reads_what_is_typed(store: Store) -> None:
    done = started("user", "create", "ada", "--password-stdin", *store, typed="correct horse battery staple\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert answer("user", "show", "ada", *store)["username"] == "ada"
