"""Whether a request comes from a browser that shows the answer in another page's frame."""

FRAMES = frozenset({"iframe", "frame", "embed", "object"})


def is_framed_browser(destination: str, agent: str) -> bool:
    """Say whether the answer may stand in a frame, where a browser may keep no cookie.

    New browsers say what they want the answer for (Fetch Metadata Request Headers, section 2).
    Of an older one we know nothing, so that it counts as framed. Programs do not.

    :param destination: the header `Sec-Fetch-Dest`, empty where it did not come.
    :param agent: the header `User-Agent`, empty where it did not come.
    """
    if destination:
        return destination.lower() in FRAMES
    return "Mozilla" in agent
