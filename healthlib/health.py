"""What operators' probes ask: is the process alive, and is it fit to serve?"""

from collections.abc import Callable, Iterator

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from record.watch import missing_guards


def answer_probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Probes are answered before anybody asks for the host: they come by the machine's own address."""
    probes = {"/health/live": live, "/health/ready": ready}

    def answer(request: HttpRequest) -> HttpResponse:
        probe = probes.get(request.path_info)
        return probe(request) if probe else get_response(request)

    return answer


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database: restarting a process mends no database."""
    return plain("alive", status=200)


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers, its migrations are applied, its guards stand; else 503 and what is amiss, a line each."""
    try:
        amiss = list(what_is_amiss())
    except DatabaseError:
        amiss = ["The database does not answer."]
    return plain("\n".join(amiss), status=503) if amiss else plain("ready", status=200)


def what_is_amiss() -> Iterator[str]:
    """What keeps this process from serving, in words for operators; names of tables at most, never data."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield f"{len(waiting)} migrations wait: run `python manage.py migrate`."
    else:
        yield from (f"A guard of the record is missing: {name}." for name in missing_guards())


def plain(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
