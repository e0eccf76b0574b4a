"""Every address, every method, every role: who gets what stands in `doors.csv`."""

import os

import pytest
from django.db import transaction

from articles import printing
from tests.healthlib.doors import METHODS, WHO, Door, World, read_table, routes, write_table

pytestmark = pytest.mark.django_db

# What only those who work here may see, whatever the method.
STAFF_ONLY = ("admin/", "reviews/")
OPEN_INSIDE = ("admin/jsi18n/",)


@pytest.fixture
def world() -> World:
    return World()


def walk(world: World) -> dict[Door, dict[str, str]]:
    """Everything that everybody gets, each try undone."""
    answers: dict[Door, dict[str, str]] = {}
    for route in routes():
        for method in METHODS:
            door = Door(route, method)
            answers[door] = {}
            for who in WHO:
                with transaction.atomic():
                    answers[door][who] = world.answer(who, door)
                    transaction.set_rollback(True)
    return answers


def test_every_door_opens_for_those_in_the_table_and_for_nobody_else(world: World) -> None:
    answers = walk(world)
    if os.environ.get("REWRITE_DOORS"):
        write_table(answers)
    table = read_table()

    without_row = [door for door in answers if door not in table]
    assert not without_row, f"These addresses have no row in doors.csv: {without_row}"
    gone = [door for door in table if door not in answers]
    assert not gone, f"These rows of doors.csv have no address any more: {gone}"
    different = {door: (table[door], given) for door, given in answers.items() if table[door] != given}
    if not printing.is_installed():  # Said by the tests of PDFs, which are skipped then.
        different = {door: both for door, both in different.items() if not door.route.endswith(".pdf")}
    assert not different


def test_no_door_ever_fails(world: World) -> None:
    failing = [(door, who) for door, row in read_table().items() for who, said in row.items() if said.startswith("5")]
    assert not failing


def test_inner_doors_are_shut_to_strangers() -> None:
    opened = [
        (door, who, row[who])
        for door, row in read_table().items()
        if door.route.startswith(STAFF_ONLY) and door.route not in OPEN_INSIDE
        for who in ("nobody", "no role", "deactivated")
        if row[who].startswith("2") and not _is_sign_out(door)
    ]
    assert not opened


def _is_sign_out(door: Door) -> bool:
    return door.route in ("admin/login/", "admin/logout/")
