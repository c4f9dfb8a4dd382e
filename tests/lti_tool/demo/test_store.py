import sqlite3
from threading import Thread

import pytest

from lti_tool.demo import schema
from lti_tool.demo.app import lms_of
from lti_tool.demo.store import Store, setting
from tests.lti_tool.demo.tool import Services, Visitor


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


def test_a_file_of_an_earlier_version_goes_on(make_lms, tool):
    first = lms_of(make_lms())
    kept = first.add_activity("edu-210", "Kept", f"{tool.url}/x", score_maximum=4)
    first.grade_by_hand(first.columns("edu-210")[0], "candidate-1", 3)
    with first.store.writing() as db:
        for table, column, _ in schema.ADDED:
            db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        for table in ("client", "administrator", "course_tool", "notice_handler", "adding"):
            db.execute(f"DROP TABLE {table}")
    first.close()

    app = make_lms()
    lms = lms_of(app)
    visitor = Visitor(app, lms, tool).become("administrator-1")

    assert lms.activities("edu-210") == [kept]
    assert lms.result(lms.columns("edu-210")[0].id, "candidate-1").score == 3
    assert visitor.http.get("/tools/").status_code == 200
    visitor.become("instructor-1")
    claims = visitor.launch(f"/courses/edu-210/activities/{kept.id}/launch")
    assert claims["aud"] == "demo-client"
    services = Services(app, lms, tool)
    url = lms.service_url(lms.clients[0], "edu-210/lineitems")
    assert [each["label"] for each in services.ask("GET", url).get_json()] == ["Kept"]
