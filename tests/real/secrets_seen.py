"""Passwords that were given to the program: none may ever come out of it again."""

# Shorter ones (the lab's "lab") are also ordinary words of the output.
SHORTEST = 6

_watched: set[str] = set()


def watch(secret: str | None) -> None:
    if secret and len(secret) >= SHORTEST:
        _watched.add(secret)


def refuse(output: str, told: str) -> None:
    for secret in _watched:
        if secret in output:
            # The report itself keeps the secret out of the test log.
            raise AssertionError("a password came out:" + told.replace(secret, "<the password>"))
