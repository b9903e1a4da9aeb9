"""Connect the stock client as its manual says."""

import gitlab

from tests.serving import Running


def connect(server: Running, token: str) -> gitlab.Gitlab:
    return gitlab.Gitlab(server.url, private_token=token)
