"""What the eight processes of a test do. Apart, so that they load nothing else."""

from datetime import UTC, datetime

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from lti_tool import tables
from lti_tool.extensions import prepare_engine, writing
from lti_tool.jobs.queue import claim_job

TABLES = tables.MODULES


def count_up(url, times, start, results):
    """Read a number and write the next one, many times."""
    engine = create_engine(url)
    prepare_engine(engine)
    start.wait()
    with writing():
        for _ in range(times):
            with Session(engine) as session, session.begin():
                present = session.execute(text("SELECT n FROM counter")).scalar_one()
                session.execute(text("UPDATE counter SET n = :n"), {"n": present + 1})
    engine.dispose()
    results.put(times)


def claim_all(url, start, results):
    """Claim jobs until none is left, and say which."""
    engine = create_engine(url)
    prepare_engine(engine)
    start.wait()
    mine = []
    with writing():
        while True:
            with Session(engine) as session:
                claimed = claim_job(session, now=datetime.now(UTC))
                session.commit()
            if claimed is None:
                break
            mine.append(claimed[0].id)
    engine.dispose()
    results.put(mine)
