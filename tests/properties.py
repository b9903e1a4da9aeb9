"""How property tests run: the same examples every time, few of them where a database is asked."""

from hypothesis import HealthCheck, settings

pure = settings(deadline=None, max_examples=100, derandomize=True)
on_database = settings(
    pure,
    max_examples=20,
    # Each example makes its own rows, so that it may share the test's database with the others.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
