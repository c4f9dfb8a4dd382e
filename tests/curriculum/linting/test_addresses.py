from curriculum.linting.addresses import outside_addresses


def test_addresses_are_found_wherever_a_unit_names_them(draft):
    read = draft(
        readings=[{"title": "A", "url": "https://a.org/", "minutes": 1, "why": "B"}],
        film={"source": "https://vimeo.com/123"},
        sections={"arriving": "One.\n\nSee [two](https://b.org/x) and <http://c.org/>."},
    )

    found = {each.url: (each.path.name, each.place) for each in outside_addresses(read)}

    assert found == {
        "https://a.org/": ("unit.md", "readings[0].url"),
        "https://vimeo.com/123": ("unit.md", "videos[0].source"),
        "https://b.org/x": ("arriving.md", "link"),
        "http://c.org/": ("arriving.md", "link"),
    }


def test_each_address_knows_its_line(draft):
    read = draft(readings=[{"title": "A", "url": "https://a.org/", "minutes": 1, "why": "B"}])

    (found,) = outside_addresses(read)

    assert "https://a.org/" in found.path.read_text().splitlines()[found.line - 1]


def test_a_film_of_our_own_is_no_address(draft):
    assert list(outside_addresses(draft())) == []
