"""A confusion matrix as a page shows it."""

from imgfw_report.matrix import MOST, matrix


def test_cells_hold_counts_and_shares_of_their_row():
    """The diagonal is right; a row's total includes what was decided to be none of the labels."""
    shown = matrix(("a", "b"), [[3, 1], [0, 2]], [4, 0])

    first, second = shown.rows
    assert [(c.count, c.share, c.right) for c in first.cells] == [(3, 3 / 8, True), (1, 1 / 8, False)]
    assert (first.none, first.total) == (4, 8)
    assert [(c.count, c.right) for c in second.cells] == [(0, False), (2, True)]
    assert shown.undecided


def test_a_label_without_rows_has_empty_cells():
    """No truth gives shares of 0."""
    shown = matrix(("a", "b"), [[0, 0], [0, 1]], [0, 0])

    assert [cell.share for cell in shown.rows[0].cells] == [0, 0]
    assert not shown.undecided


def test_of_many_labels_the_most_often_mistaken_are_shown():
    """The labels that are mistaken stay, in their order, and it is told how many there are."""
    n = MOST + 20
    counts = [[5 if i == j else 0 for j in range(n)] for i in range(n)]
    counts[n - 1][n - 3] = 2
    none = [1 if i == n - 5 else 0 for i in range(n)]

    shown = matrix([f"l{i}" for i in range(n)], counts, none)

    assert shown.of == n
    assert len(shown.labels) == len(shown.rows) == MOST
    assert shown.labels[-3:] == (f"l{n - 5}", f"l{n - 3}", f"l{n - 1}")
    assert [cell.count for cell in shown.rows[-1].cells[-2:]] == [2, 5]
