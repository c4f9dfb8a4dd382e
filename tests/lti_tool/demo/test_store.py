import sqlite3
from threading import Thread

import pytest

from lti_tool.demo.store import Store, setting


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "deep" / "er" / "lms.sqlite")
    yield store
    store.close()


def test_an_error_undoes_what_was_written(store):
    def fail():
        with store.writing() as db:
            setting(db, "a", "1")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with store.writing() as db:
        assert setting(db, "a", "2") == "2"


def test_a_reader_writes_nothing(store):
    with store.reading() as db:
        setting(db, "a", "1")
    with store.writing() as db:
        assert setting(db, "a", "2") == "2"


def test_rows_that_others_refer_to_stay(store):
    with pytest.raises(sqlite3.IntegrityError), store.writing() as db:
        db.execute("INSERT INTO enrolment VALUES ('c', 'p', '[]', 'Active', 1)")


def test_many_writers_lose_nothing(store):
    with store.writing() as db:
        setting(db, "count", "0")

    def count_up():
        for _ in range(50):
            with store.writing() as db:
                db.execute("UPDATE setting SET value = value + 1 WHERE name = 'count'")

    threads = [Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.writing() as db:
        assert setting(db, "count", "") == "200"


def test_a_closed_store_opens_again(store):
    store.close()
    with store.writing() as db:
        assert setting(db, "a", "1") == "1"
