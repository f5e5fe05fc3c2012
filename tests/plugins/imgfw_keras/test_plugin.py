from __future__ import annotations

import subprocess
import sys

import imgfw_keras
from imgfw_keras.backbones import BACKBONES


def test_importing_the_plugin_imports_nothing_heavy() -> None:
    """Neither the plugin nor all of its modules load numpy, Pillow, Keras or TensorFlow."""
    code = (
        "import sys, pkgutil, importlib, imgfw_keras\n"
        "for module in pkgutil.iter_modules(imgfw_keras.__path__):\n"
        "    importlib.import_module(f'imgfw_keras.{module.name}')\n"
        "kinds = ('backbones', 'heads', 'trainers', 'augmenters', 'sinks')\n"
        "given = [later for kind in kinds for later in getattr(imgfw_keras, f'imgfw_{kind}')()]\n"
        "classes = [later.load() for later in given]\n"
        "needy = [cls for cls in classes if any(f.is_required() for f in cls.model_fields.values())]\n"
        "assert needy == [imgfw_keras.keras_file.KerasFile]\n"
        "made = [cls() for cls in classes if cls not in needy]\n"
        "print(sorted({'numpy', 'PIL', 'keras', 'tensorflow', 'ai_edge_litert'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_every_hook_gives_classes_of_its_kind() -> None:
    """What each hook gives is of its kind, each with a name of its own."""
    given = {
        "backbone": imgfw_keras.imgfw_backbones(),
        "head": imgfw_keras.imgfw_heads(),
        "trainer": imgfw_keras.imgfw_trainers(),
        "augmenter": imgfw_keras.imgfw_augmenters(),
        "sink": imgfw_keras.imgfw_sinks(),
    }

    names = {kind: [later.name for later in laters] for kind, laters in given.items()}

    assert names == {
        "backbone": [later.name for later in BACKBONES],
        "head": ["arcface", "conv", "dense"],
        "trainer": ["keras"],
        "augmenter": ["rand-augment"],
        "sink": ["tensorboard"],
    }
    assert all(later.load().kind == kind for kind, laters in given.items() for later in laters)
