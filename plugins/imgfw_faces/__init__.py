"""Faces for imgfw: a 3-D head drawn by code, the source of selfies made with it, and folders of them."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_sources() -> list[Later]:
    """Drawn selfies, and drawn people."""
    return [
        Later(
            "drawn-people",
            "imgfw_faces.drawn_people:DrawnPeople",
            "People drawn by code on many days, to be told apart; nothing is downloaded",
        ),
        Later(
            "drawn-selfies",
            "imgfw_faces.drawn_selfies:DrawnSelfies",
            "Selfies drawn by code, with true labels, identities and landmarks; nothing is downloaded",
        ),
    ]


@hookimpl
def imgfw_annotators() -> list[Later]:
    """Faces and landmarks: found by networks, or known already."""
    return [
        Later(
            "face-detector",
            "imgfw_faces.detector:FaceDetector",
            "Find faces, and 5 landmarks of each, by YuNet; it needs OpenCV",
        ),
        Later(
            "landmarks-mesh",
            "imgfw_faces.mesh_landmarks:LandmarksMesh",
            "Find faces, and 68 landmarks of each, by the networks of MediaPipe's face landmarker",
        ),
        Later(
            "landmarks-sidecar",
            "imgfw_faces.sidecar:LandmarksSidecar",
            "Take the landmarks of faces from files beside the pictures, or from a table",
        ),
    ]


@hookimpl
def imgfw_transforms() -> list[Later]:
    """Faces aligned, cut out and masked."""
    return [
        Later(
            "align-face",
            "imgfw_faces.align:AlignFace",
            "Turn, scale and shift faces so that eyes, nose and mouth lie in fixed places",
        ),
        Later(
            "align-arcface",
            "imgfw_faces.arcface:AlignArcFace",
            "Place faces as face networks expect them: eyes, nose and mouth where ArcFace has them",
        ),
        Later("crop-face", "imgfw_faces.crop:CropFace", "Cut a square about each face"),
        Later(
            "gaussian-mask",
            "imgfw_faces.mask:GaussianMask",
            "Darken pictures from the middle outwards, so that the face counts more than what is around it",
        ),
    ]


@hookimpl
def imgfw_augmenters() -> list[Later]:
    """Faces turned to other poses."""
    return [
        Later(
            "face-synthesis",
            "imgfw_faces.synthesis:FaceSynthesis",
            "Turn faces to other poses, by a 3-D head that is laid under the photo",
        ),
    ]


@hookimpl
def imgfw_commands() -> list[Later]:
    """`imgfw faces` and `imgfw people`."""
    return [
        Later("faces", "imgfw_faces.command:faces", "Faces: draw selfies by code, turn those in photos"),
        Later("people", "imgfw_faces.people:people", "People: who a model knows; add and remove them"),
    ]
