"""Corrections that a run had already."""

from __future__ import annotations

from imgfw import Target
from imgfw_report import earlier as module
from imgfw_report.earlier import earlier

GIVEN = {"class": (Target("class", "classes", ("a", "b")), [0], [[0.2, 0.8]], [1])}


def test_rows_of_the_table_are_carried_as_they_stand(outcome, tmp_path):
    """Once, of all targets; it is told how many."""
    path = tmp_path / "corrections.csv"
    path.write_text('\ufefffile,target,label\na\\udce9.jpg,class,b\n"x,y.jpg",tags,\n', "utf-8")
    table = {"corrections": str(path)}
    run = outcome(GIVEN, recipe={"name": "x", "target": {"class": table, "tags": table, "age": {}}})

    found = earlier(run)

    assert found.rows == (("a\\udce9.jpg", "class", "b"), ("x,y.jpg", "tags", ""))
    assert found.says == (f"The file has what this run was given, too: 2 labels of {path}.",)
    assert found.warns == ()


def test_a_table_that_is_gone_or_large_is_told(outcome, tmp_path, monkeypatch):
    """With what to do."""
    path = tmp_path / "corrections.csv"
    run = outcome(GIVEN, recipe={"name": "x", "target": {"class": {"corrections": str(path)}}})

    gone = earlier(run)
    path.write_text("file,target,label\na.jpg,class,b\n")
    monkeypatch.setattr(module, "MOST", 5)
    large = earlier(run)

    assert gone.rows == large.rows == gone.says == ()
    assert "cannot be read now" in gone.warns[0] and gone.warns[0].endswith("of the new file to it.")
    assert "it is large" in large.warns[0]


def test_without_corrections_nothing_is_said(outcome):
    """Most runs have none."""
    assert earlier(outcome(GIVEN)) == module.Earlier()
