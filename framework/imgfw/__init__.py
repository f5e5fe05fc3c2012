"""imgfw: plugin-based image classification. The public names, loaded when they are first used."""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, whose import takes longer than all of this
if TYPE_CHECKING:
    from typing import Any

    from .answer import Answer, Evidence
    from .answer_record import record_of
    from .bundle import Bundle
    from .components import Component, Inputs, ModelFile, State
    from .data import Finding, Picture, Region, Sample
    from .disk import enough_space, sync, try_lock
    from .enrolling import Change, dismiss, enrol
    from .errors import (
        CallError,
        ComponentError,
        FormatError,
        ImgfwError,
        MissingFileError,
        PictureError,
        RecipeError,
        RunError,
        nearest,
    )
    from .escapes import as_json as json_text
    from .escapes import escaped, unescaped
    from .figures import Figure, Page
    from .files import (
        RAW,
        ending_of,
        is_picture,
        may_be_picture,
        pictures_under,
        read_file,
        stamp_of,
        start_of,
    )
    from .fingerprint import fingerprint as fingerprint_of
    from .formula import NEVER, Step
    from .galleries import gallery_of
    from .gallery import GalleryHead
    from .hookspecs import hookimpl
    from .images import decode, decoding, header, resized
    from .inference import Graph, GraphEncoder, GraphHead
    from .kinds import (
        Annotator,
        Augmenter,
        Backbone,
        Cleaner,
        Head,
        Metric,
        Section,
        Sink,
        Source,
        Trainer,
        Transform,
    )
    from .known_files import FileDigests
    from .later import Later
    from .learning import Rows, Trained, TrainingTask
    from .line.learnable import Learnable, learnable
    from .line.reopen import open_run as open
    from .line.run import run
    from .loading import bundle_folder, load, network_of
    from .modelfiles import model_file
    from .neural import GRAPH, Network, NeuralBackbone, NeuralHead, Output
    from .outcome import Outcome, Predictions
    from .predicting import Prediction, predicted
    from .printable import printable as printable_text
    from .quiet import silent
    from .shares import of_groups as share_interval
    from .similar import near_duplicates
    from .spool import spooled
    from .targets import Target, TargetType
    from .teacher import Teacher
    from .whole import whole as whole_file
    from .whole import whole_text

_HOME = {
    "answer": ("Answer", "Evidence"),
    "answer_record": ("record_of",),
    "bundle": ("Bundle",),
    "components": ("Component", "Inputs", "ModelFile", "State"),
    "data": ("Finding", "Picture", "Region", "Sample"),
    "disk": ("enough_space", "sync", "try_lock"),
    "enrolling": ("Change", "dismiss", "enrol"),
    "errors": (
        "CallError", "ComponentError", "FormatError", "ImgfwError", "MissingFileError",
        "PictureError", "RecipeError", "RunError", "nearest",
    ),
    "escapes": ("escaped", "json_text", "unescaped"),
    "figures": ("Figure", "Page"),
    "files": (
        "RAW", "ending_of", "is_picture", "may_be_picture", "pictures_under", "read_file", "stamp_of",
        "start_of",
    ),
    "fingerprint": ("fingerprint_of",),
    "formula": ("NEVER", "Step"),
    "galleries": ("gallery_of",),
    "gallery": ("GalleryHead",),
    "hookspecs": ("hookimpl",),
    "images": ("decode", "decoding", "header", "resized"),
    "inference": ("Graph", "GraphEncoder", "GraphHead"),
    "kinds": (
        "Annotator", "Augmenter", "Backbone", "Cleaner", "Head",
        "Metric", "Section", "Sink", "Source", "Trainer", "Transform",
    ),
    "known_files": ("FileDigests",),
    "later": ("Later",),
    "learning": ("Rows", "Trained", "TrainingTask"),
    "loading": ("bundle_folder", "load", "network_of"),
    "modelfiles": ("model_file",),
    "neural": ("GRAPH", "Network", "NeuralBackbone", "NeuralHead", "Output"),
    "outcome": ("Outcome", "Predictions"),
    "predicting": ("Prediction", "predicted"),
    "printable": ("printable_text",),
    "quiet": ("silent",),
    "shares": ("share_interval",),
    "similar": ("near_duplicates",),
    "spool": ("spooled",),
    "line.learnable": ("Learnable", "learnable"),
    "line.reopen": ("open",),
    "line.run": ("run",),
    "targets": ("Target", "TargetType"),
    "teacher": ("Teacher",),
    "whole": ("whole_file", "whole_text"),
}  # fmt: skip
_MODULE = {name: module for module, names in _HOME.items() for name in names}
_CALLED_THERE = {
    "open": "open_run",
    "fingerprint_of": "fingerprint",
    "json_text": "as_json",
    "printable_text": "printable",
    "share_interval": "of_groups",
    "whole_file": "whole",
}

__all__ = sorted(_MODULE)


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module 'imgfw' has no attribute {name!r}")
    from importlib import import_module

    module = import_module(f".{_MODULE[name]}", __name__)
    return getattr(module, _CALLED_THERE.get(name, name))


def __dir__() -> list[str]:
    return sorted(__all__)
