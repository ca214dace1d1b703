"""`/metrics`, for Prometheus: how many questions, how answered, how fast; no text of anyone."""

from fastapi import APIRouter, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

from ui.observing import ERROR, Asked

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The measures of one application; `count` is an observer of its questions."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._questions = Counter(
            "retro_questions",
            "Questions by outcome: answered; refused as not_found or declined; error; stopped",
            ["route", "status", "mode"],
            registry=self.registry,
        )
        self._errors = Counter(
            "retro_errors", "Questions that failed", ["route", "kind"], registry=self.registry
        )
        self._seconds = Histogram(
            "retro_answer_seconds",
            "From a question to its whole answer",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._index = Info(
            "retro_index", "The index version that answered last", registry=self.registry
        )

    def count(self, asked: Asked) -> None:
        mode = asked.answer.mode if asked.answer else ""
        self._questions.labels(asked.route, asked.outcome, mode).inc()
        self._seconds.labels(asked.route).observe(asked.seconds)
        if asked.outcome == ERROR:
            self._errors.labels(asked.route, asked.error).inc()
        if asked.answer:
            self._index.info({"version": asked.answer.index_version})

    def router(self) -> APIRouter:
        router = APIRouter()

        @router.get("/metrics", include_in_schema=False)
        def metrics() -> Response:
            return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)

        return router
