"""The house holds what the catalogue promises: 114 exercises, more than 600 misconceptions."""

from grader.catalog.exercises import TOPICS, find_all, load

EXERCISES = {entry.id: load(entry) for entry in find_all().values()}


def test_has_every_exercise():
    assert len(EXERCISES) == 114


def test_knows_more_than_600_misconceptions():
    assert sum(len(exercise.misconceptions) for exercise in EXERCISES.values()) >= 600


def test_every_topic_has_its_place_in_the_course():
    assert {entry.topic for entry in find_all().values()} == set(TOPICS)


def test_titles_are_unique_in_each_language():
    for lang in ("hi", "en"):
        titles = [exercise.title.in_(lang) for exercise in EXERCISES.values()]
        assert len(titles) == len(set(titles))
