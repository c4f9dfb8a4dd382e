"""A person's browser without a screen: follows links, fills in forms, keeps cookies per site.

Pages are driven as they are served, over real HTTP, with no script running: whatever works
here works without JavaScript. Forms that a script would post at once are posted by `follow`.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests


@dataclass
class Form:
    """One form of a page, with what a browser would send if it was submitted untouched."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """(label, name, value)."""
    names: set[str] = field(default_factory=set)
    """Every control's name, also of boxes that are not ticked."""
    options: dict[str, list[str]] = field(default_factory=dict)
    """Values on offer, of chips, boxes and lists."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.frames: list[str] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._words: list[str] = []
        self._link: str | None = None
        self._button: dict[str, str] | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = Form(a.get("action", ""), a.get("method", "get").lower())
            if a.get("target") != "_blank":  # the form behind "open in a new window"
                self.forms.append(self._form)
        elif tag == "input":
            self._input(a)
        elif tag == "textarea":
            self._area, self._words = a.get("name", ""), []
        elif tag == "select":
            self._select = a.get("name", "")
        elif tag == "option" and self._form and self._select:
            self._offer(self._select, a.get("value", ""), "selected" in a)
        elif tag == "button":
            self._button, self._words = a, []
        elif tag == "a":
            self._link, self._words = a.get("href"), []
        elif tag == "iframe":
            self.frames.append(a.get("src", ""))
        elif tag in {"script", "style"}:
            self._hidden += 1
            self.scripts.append(a.get("src", ""))

    def _input(self, a: dict[str, str]) -> None:
        if not self._form or not a.get("name"):
            return
        kind = a.get("type", "text")
        if kind in {"radio", "checkbox"}:
            self._offer(a["name"], a.get("value", "on"), "checked" in a)
        elif kind in {"submit", "button"}:
            self._form.buttons.append((a.get("value", ""), a["name"], a.get("value", "")))
        else:
            self._form.names.add(a["name"])
            self._form.fields.append((a["name"], a.get("value", "")))

    def _offer(self, name: str, value: str, chosen: bool) -> None:
        self._form.names.add(name)
        self._form.options.setdefault(name, []).append(value)
        if chosen:
            self._form.fields.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        words = " ".join("".join(self._words).split())
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form and self._area is not None:
            self._form.names.add(self._area)
            self._form.fields.append((self._area, "".join(self._words).removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "button" and self._button is not None:
            if self._form and "form" not in self._button:
                name, value = self._button.get("name", ""), self._button.get("value", "")
                self._form.buttons.append((words, name, value))
            self._button = None
        elif tag == "a" and self._link is not None:
            self.links.append((words, self._link))
            self._link = None
        elif tag in {"script", "style"}:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if not self._hidden and self._area is None:
            self.text.append(data)


@dataclass
class Page:
    """What a browser shows."""

    answer: requests.Response
    forms: list[Form]
    links: list[tuple[str, str]]
    frames: list[str]
    scripts: list[str]
    text: str

    @property
    def posts_itself(self) -> bool:
        """Whether a script on it would send its form at once."""
        names = {script.split("?")[0].rsplit("/", 1)[-1] for script in self.scripts}
        return bool(names & {"post.js", "submit.js"})

    @property
    def url(self) -> str:
        return self.answer.url

    @property
    def status(self) -> int:
        return self.answer.status_code

    def form(self, *, holding: str) -> Form:
        """Return the form that has a control, or a button with a label, of this name."""
        for form in self.forms:
            if holding in form.names or any(holding in b[:2] for b in form.buttons):
                return form
        raise AssertionError(f"No form holds {holding!r} on {self.url}:\n{self.text[:1500]}")


class WebBrowser:
    """One browser: its cookies, and the page it shows."""

    def __init__(self) -> None:
        self._cookies: dict[str, dict[str, str]] = {}
        self.page: Page

    def open(self, address: str) -> Page:
        return self._go("GET", address)

    def click(self, label: str) -> Page:
        """Follow the first link whose words contain `label`."""
        for words, href in self.page.links:
            if label in words:
                return self.open(urljoin(self.page.url, href))
        raise AssertionError(f"No link says {label!r} on {self.page.url}: {self.page.links}")

    def submit(self, form: Form, *, press: str | None = None, **filled: object) -> Page:
        """Send a form.

        :param press: words of the button; the first one if none is given.
        :param filled: values by name; a list ticks several boxes, None leaves the field out.
        """
        unknown = filled.keys() - form.names
        assert not unknown, f"{self.page.url} has no field {unknown}; it has {form.names}"
        data = [(name, value) for name, value in form.fields if name not in filled]
        for name, value in filled.items():
            values = value if isinstance(value, list) else [] if value is None else [value]
            data += [(name, str(each)) for each in values]
        data += self._pressed(form, press)
        action = urljoin(self.page.url, form.action or self.page.url)
        if form.method == "get":
            return self._go("GET", action, params=data)
        return self._go("POST", action, data=data)

    def _pressed(self, form: Form, press: str | None) -> list[tuple[str, str]]:
        for label, name, value in form.buttons:
            if press is None or press in label:
                return [(name, value)] if name else []
        assert press is None, f"No button says {press!r}: {form.buttons}"
        return []

    def press(self, label: str, **filled: object) -> Page:
        """Press the first button with these words, in whatever form it is."""
        for form in self.page.forms:
            if any(label in button[0] for button in form.buttons):
                return self.submit(form, press=label, **filled)
        raise AssertionError(
            f"No button says {label!r} on {self.page.url}:\n{self.page.text[:1500]}"
        )

    def follow(self) -> Page:
        """Post self-posting forms, as their script would, until a real page is shown."""
        for _ in range(6):
            if not self.page.posts_itself:
                break
            self.submit(self.page.forms[0])
        return self.page

    def enter_frame(self) -> Page:
        """Open what the page's frame shows, through the whole launch."""
        self.open(urljoin(self.page.url, self.page.frames[0]))
        return self.follow()

    def _go(self, method: str, address: str, **options: Any) -> Page:
        """Send a request and follow where it leads, with each site's own cookies.

        A jar of Python's would not send Secure cookies to loopback over http; browsers do.
        """
        for _ in range(10):
            site = urlsplit(address).netloc
            cookies = "; ".join(f"{k}={v}" for k, v in self._cookies.get(site, {}).items())
            answer = requests.request(
                method,
                address,
                headers={"Cookie": cookies, "Accept": "text/html"},
                allow_redirects=False,
                timeout=20,
                **options,
            )
            self._keep(site, answer)
            if not answer.is_redirect:
                return self._show(answer)
            address, method, options = urljoin(address, answer.headers["Location"]), "GET", {}
        raise AssertionError(f"{address} leads round in circles")

    def _keep(self, site: str, answer: requests.Response) -> None:
        for header in answer.raw.headers.getlist("Set-Cookie"):
            name, _, value = header.split(";", 1)[0].partition("=")
            self._cookies.setdefault(site, {})[name.strip()] = value.strip()

    def _show(self, answer: requests.Response) -> Page:
        reader = _Reader()
        if "html" in answer.headers.get("Content-Type", ""):
            reader.feed(answer.text)
        text = " ".join(" ".join(reader.text).split())
        self.page = Page(answer, reader.forms, reader.links, reader.frames, reader.scripts, text)
        return self.page
