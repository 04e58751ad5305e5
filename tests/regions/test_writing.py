"""A verb that the database gives up for another is done all the same; nothing else is tried again."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, connections, transaction

from regions.models import DataVersion
from regions.writing import lock_directory, verb

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time: nobody can wait for each other there"
)
ONE, OTHER = 101, 102


class Crossing:
    """Two verbs that lock the same two rows the other way round, and meet halfway the first time."""

    def __init__(self) -> None:
        self.halfway, self.tries = Barrier(2), Counter()

    def write(self, *rows: int) -> None:
        self.tries[rows] += 1
        for row in rows:
            DataVersion.objects.filter(pk=row).update(token=uuid.uuid4())
            if self.tries[rows] == 1 and row == rows[0]:
                self.halfway.wait(timeout=20)

    def at_once(self, write) -> list[BaseException | None]:
        """Do both, each with a connection of its own; return what each raised."""

        def run(*rows: int) -> BaseException | None:
            try:
                write(*rows)
            except OperationalError as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            return [one.result() for one in [pool.submit(run, ONE, OTHER), pool.submit(run, OTHER, ONE)]]


@pytest.fixture
def crossing(transactional_db):
    DataVersion.objects.bulk_create([DataVersion(pk=ONE), DataVersion(pk=OTHER)])
    return Crossing()


@only_postgresql
def test_of_two_verbs_that_wait_for_each_other_both_are_done(crossing):
    assert crossing.at_once(verb(crossing.write)) == [None, None]

    # Who was the victim tries again, and may meet the other once more.
    assert max(crossing.tries.values()) == 2


@only_postgresql
def test_a_verb_inside_a_larger_transaction_is_not_tried_again_by_itself(crossing):
    part = verb(crossing.write)

    def whole(*rows: int) -> None:
        with transaction.atomic():
            part(*rows)

    raised = crossing.at_once(whole)

    assert [error is None for error in raised].count(False) == 1
    assert sorted(crossing.tries.values()) == [1, 1]


@pytest.mark.django_db
def test_another_mistake_of_the_database_is_not_tried_again():
    tries = []

    @verb
    def fail() -> None:
        tries.append("tried")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM nowhere")

    with pytest.raises(Exception, match="nowhere"):
        fail()

    assert tries == ["tried"]


@pytest.mark.django_db
def test_the_directory_can_be_locked_before_anything_is_in_it():
    DataVersion.objects.all().delete()

    with transaction.atomic():
        lock_directory()
        lock_directory()

    assert DataVersion.objects.count() == 1
