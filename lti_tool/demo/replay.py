"""What tools have sent once and may not send again: nonces and token ids."""

from sqlite3 import Connection

SLACK = 60
"""Seconds that a value is remembered after its token has expired, for clocks that differ."""


class SeenBeforeError(Exception):
    """A nonce or token id that came before."""

    def __init__(self) -> None:
        super().__init__("This nonce or token id was used before.")


def remember_once(db: Connection, client_id: str, value: str, expires_at: int, now: int) -> None:
    """Remember a value for as long as its token is good.

    :raises SeenBeforeError: the client has sent it before.
    """
    db.execute("DELETE FROM seen_token WHERE expires_at < ?", (now - SLACK,))
    added = db.execute(
        "INSERT OR IGNORE INTO seen_token VALUES (?, ?, ?)", (client_id, value, expires_at)
    )
    if not added.rowcount:
        raise SeenBeforeError
