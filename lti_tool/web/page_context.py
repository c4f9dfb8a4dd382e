"""What is the same all over a page, found once when the page is made.

A page has a hundred sentences and thirty addresses. Asking anew for each of them which
language, whose launch and which rule it is was most of what a page cost.
"""

from collections.abc import Callable, MutableMapping
from functools import lru_cache, partial
from typing import Any

from babel.support import NullTranslations
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask.templating import Environment
from flask_babel import get_locale, get_translations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from lti_tool.web.static_files import static_address, versioned

KEPT = 4096
"""How many sentences, addresses and drawings of one kind are kept in a process."""


class PageEnvironment(Environment):
    """Flask's, where templates have the environment's own globals and none of their own.

    Jinja lays a `ChainMap` over them for every template, which is walked name by name at every
    import and include of a page. To be set before anything asks for `app.jinja_env`.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the environment's globals. Nothing of ours hands a template more of them."""
        return self.globals if d is None else super().make_globals(d)


def install(app: Flask) -> None:
    """Hand it to every page, and let macros be drawn once."""
    app.context_processor(_same_all_over)
    app.jinja_env.globals.update(drawn_once=drawn_once, drawn_for_all=drawn_for_all)


def _same_all_over() -> dict[str, Any]:
    in_launch = has_request_context() and g.get("launch_id")
    begins = url_for("home.index") if in_launch else None
    return {
        "page_locale": str(get_locale()),
        "launch_begins": begins,
        **_speaking(get_translations()),
        "url_for": _addresses(begins) if begins else url_for,
        "static": partial(static_address, current_app.static_folder or "", request.script_root)
        if has_request_context()
        else versioned,
    }


@lru_cache(maxsize=100)  # one for each language in use
def _speaking(catalogue: NullTranslations) -> dict[str, Callable[..., Markup]]:
    """Return what Jinja's i18n extension calls new-style gettext, bound to one language."""
    sentence = lru_cache(maxsize=KEPT)(lambda message: _own(catalogue.gettext(message)))

    def gettext(message: str, /, **values: object) -> Markup:
        text = sentence(message)
        return text % values if values or "%" in text else text

    def ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
        text = _own(catalogue.ngettext(one, many, number))
        return text % {"num": number, **values}

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


def _own(text: str) -> Markup:
    """Vouch for a sentence or a drawing of ours. Values are put in later, and escaped by Markup."""
    return Markup(text)  # noqa: S704  nobody else's words are in it


def _addresses(begins: str) -> Callable[..., str]:
    """Return `url_for` for a page: addresses of its own launch differ only in how they begin."""
    # Not the proxy, which its type hides: the cache must tell one application from another.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy has it

    def address(endpoint: str, **values: Any) -> str:
        # Ids of rows would drive the course's few hundred addresses out: they are not kept.
        if all(type(value) is str for value in values.values()) and "launch" not in values:
            rest = _after_launch(app, endpoint, tuple(values.items()))
            if rest is not None:
                return begins + rest
        return url_for(endpoint, **values)

    return address


@lru_cache(maxsize=KEPT)
def _after_launch(app: Flask, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str | None:
    """Return what follows `/l/<launch>/`; None where an address is not of that kind.

    An endpoint like ".show" is another one on every page, so it is none either.
    """
    if endpoint.startswith(".") or not app.url_map.is_endpoint_expecting(endpoint, "launch"):
        return None
    begins = url_for("home.index", launch="-")
    whole = url_for(endpoint, launch="-", **dict(values))
    return whole.removeprefix(begins) if whole.startswith(begins) else None


def drawn_once(draw: Callable[..., str]) -> Callable[..., str]:
    """Keep what a macro or filter draws. For those that look at nothing but arguments and locale.

    Text and markup that read alike are told apart, so that neither passes for the other.
    """

    @lru_cache(maxsize=KEPT, typed=True)
    def drawn(_locale: str, *given: Any, **named: Any) -> str:
        return draw(*given, **named)

    @pass_context
    def recall(context: Context, *given: Any, **named: Any) -> str:
        return drawn(context.get("page_locale") or str(get_locale()), *given, **named)

    return recall


def drawn_for_all(draw: Callable[..., str]) -> Callable[..., str]:
    """Keep what a macro draws, as `drawn_once`, where it also names pages of the launch.

    Those addresses are alike but for the launch's id, 256 random bits that stand in nothing
    else: what is kept is cut there, and each launch puts its own in. Anything else that is
    somebody's own, a form's token above all, must not be drawn in such a macro.
    """

    @lru_cache(maxsize=KEPT, typed=True)
    def pieces(_locale: str, *given: Any, **named: Any) -> list[str]:
        return str(draw(*given, **named)).split(url_for("home.index"))

    @pass_context
    def recall(context: Context, *given: Any, **named: Any) -> str:
        begins: str | None = context.get("launch_begins")
        if begins is None:
            return draw(*given, **named)
        # Drawn by the macro, so escaped already; an address of ours is all that is put in.
        return _own(begins.join(pieces(context["page_locale"], *given, **named)))

    return recall
