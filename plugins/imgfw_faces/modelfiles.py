"""The model files that find faces: where they come from, and how they are known."""

from __future__ import annotations

from imgfw import ModelFile

FACE_LANDMARKER = ModelFile(
    name="face-landmarker",
    file="face_landmarker_v2_with_blendshapes.task",
    url="https://storage.googleapis.com/mediapipe-assets/"
    "face_landmarker_v2_with_blendshapes.task?generation=1681322467931433",
    sha256="b261925d4aad812b47a0e8d58c1baa1223270a5d1f663d78338bc881c003879d",
    bytes=2_357_924,
    licence="Apache-2.0",
    description="MediaPipe's face landmarker: a network that finds faces, one that gives 478 points of each",
)

YUNET = ModelFile(
    name="yunet",
    file="yunet_n_320_320.onnx",
    url="https://github.com/ShiqiYu/libfacedetection.train/raw/0047ac2/onnx/yunet_n_320_320.onnx",
    sha256="81dbde155e982455488235acb8ec2dec5d647edf7cf7080d33e4abb69b93a0d2",
    bytes=317_434,
    licence="Apache-2.0",
    description="YuNet: finds faces, small ones too, with eyes, nose and corners of the mouth",
)
