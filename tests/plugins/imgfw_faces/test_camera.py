"""Projection and sensor."""

import numpy as np

from imgfw_faces.camera import exposed, make_view


def _view(yaw=0.0, tilt=0.0, far=600.0, scale=1.0):
    return make_view((yaw, 0.0, 0.0), tilt=tilt, scale=scale, centre=(100.0, 100.0), far=far)


NOSE = np.array([[0.0, -38.0, 41.0]])
ALL_THE_WAY = np.ones(1)


def test_positive_yaw_moves_the_nose_to_the_right():
    """The nose's x grows with yaw, and mirrors with its sign."""
    right, left = (_view(yaw=y).seen(NOSE, ALL_THE_WAY)[0][0, 0] for y in (40, -40))

    assert right > 110
    np.testing.assert_allclose(right - 100, 100 - left)


def test_up_is_up_in_the_picture():
    """A higher point has a smaller row."""
    high, low = (_view().seen(np.array([[0.0, y, 0.0]]), ALL_THE_WAY)[0][0, 1] for y in (50, -50))

    assert high < low


def test_a_near_phone_enlarges_the_nose():
    """Perspective: what is closer is larger, more so from nearby."""
    across = np.array([[-10.0, -38, 41], [10, -38, 41]])

    near, far = (np.ptp(_view(far=f).seen(across, np.ones(2))[0][:, 0]) for f in (400.0, 2000.0))

    assert near > far > 20


def test_tilt_turns_the_picture_as_a_whole():
    """With a tilt of 90 degrees a point above the middle lies to its left."""
    above = np.array([[0.0, 82.0, 0.0]])

    xy, _ = _view(tilt=90.0).seen(above, ALL_THE_WAY)

    np.testing.assert_allclose(xy[0], (0.0, 100.0), atol=1e-6)


def _grey(**change):
    how = {"stops": 0.0, "blur": 0.0, "noise": 0.0} | change
    flat = np.full((32, 32, 3), 0.25, np.float32)
    flat[:, 16:] = 0.4
    return exposed(flat, rng=np.random.default_rng(0), **how).astype(float)


def test_exposure_brightens_and_darkens():
    """More stops, more light."""
    means = [_grey(stops=s).mean() for s in (-2, -1, 0, 1)]

    assert means == sorted(means)
    assert means[0] < 80


def test_blur_softens_an_edge_and_noise_roughens_a_plane():
    """The step between halves gets smaller, a plane gets grainy."""
    step = lambda picture: np.abs(np.diff(picture[16, :, 0])).max()  # noqa: E731

    assert step(_grey(blur=0.05)) < 0.5 * step(_grey())
    assert 8 < _grey(noise=12)[:, :14].std() < 18
