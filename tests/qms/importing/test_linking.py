import pytest

from qms.importing.linking import Names, PersonFinder, UnitFinder, no_such

pytestmark = pytest.mark.django_db


def test_unit_is_found_by_code_or_name_and_guessed_within_reach(org):
    finder = UnitFinder(org.officer1, org.department, {})
    finder.near = Names()
    finder.near.add(7, "PHC", "Phòng Hành chính")
    assert finder.find("phc") == finder.find("PHONG HANH CHINH") == 7
    assert finder.find("Phòng Hành chánh") is None
    assert finder.suggest("Phòng Hành chánh") == "Phòng Hành chính"
    assert finder.suggest("Phòng Kế toán") is None


def test_only_what_is_within_reach_is_suggested(org):
    assert UnitFinder(org.officer1, org.department, {}).suggest(f"{org.department2.name_vi}x") is None
    assert PersonFinder(org.officer1).suggest(f"{org.officer2.username}x") is None
    assert PersonFinder(org.officer1).suggest(f"{org.inspector1.full_name}x") == org.inspector1.full_name


def test_sentence_names_what_may_be_meant():
    assert "Phòng Hành chính" in no_such("Phong Hanh chanh", "Phòng Hành chính")
    assert "exactly" in no_such("x")
