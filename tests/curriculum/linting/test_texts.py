from curriculum.linting.texts import Block


def test_blocks_know_the_lines_of_their_file(page):
    read = page("---\ntitle: One\nminutes: 1\n---\n\n## Two\nthree\nfour\n\n\nfive\n")

    assert read.blocks == (Block(6, "## Two"), Block(7, "three\nfour"), Block(11, "five"))
    assert read.text == "## Two\n\nthree\nfour\n\nfive"


def test_a_file_without_front_matter_begins_at_its_first_line(page):
    assert page("one\n\ntwo").blocks == (Block(1, "one"), Block(3, "two"))


def test_front_matter_that_is_not_closed_leaves_no_text(page):
    read = page("---\ntitle: One\n")

    assert read.blocks == ()
    assert read.line is None


def test_headings_have_a_rank_and_words(page):
    ranks = [block.heading for block in page("# a\n## b ##\n###\ntext # not\n").blocks]

    assert ranks == [(1, "a"), (2, "b"), (3, ""), None]


def test_links_and_pictures_are_found_with_their_lines(page):
    read = page(
        "one\n\n[a](https://a.org/x_(y) 'tip') and\n![door](door.svg \"tip\")\n\n<https://b.org/>\n"
    )

    found = [(link.line, link.target, link.words, link.is_picture) for link in read.links()]

    assert found[1:] == [
        (4, "door.svg", "door", True),
        (6, "https://b.org/", "https://b.org/", False),
    ]


def test_brackets_that_are_no_link_are_left_alone(page):
    assert list(page("[music] and (so) on, [a] (b), 3 < 4 > 2").links()) == []
