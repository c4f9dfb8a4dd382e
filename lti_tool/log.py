"""Logging: one JSON object a line, without tokens and without people's words.

Requests are named by their route template, since real addresses hold launch ids.
"""

import logging
import sys
import time

import structlog
from flask import Flask, Response, g, request


def configure_logging(level: str) -> None:
    """Set up structlog for the process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def log_requests(app: Flask) -> None:
    """Log each request after it was answered."""
    log = structlog.get_logger("request")

    def start() -> None:
        g.started = time.perf_counter()

    def end(response: Response) -> Response:
        if request.endpoint != "static":
            rule = request.url_rule.rule if request.url_rule else None
            took = round((time.perf_counter() - g.get("started", 0)) * 1000, 1)
            log.info(
                "request", method=request.method, route=rule, status=response.status_code, ms=took
            )
        return response

    app.before_request(start)
    app.after_request(end)
