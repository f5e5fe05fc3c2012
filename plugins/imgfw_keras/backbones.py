"""The backbones that the plugin announces."""

from __future__ import annotations

from imgfw import Later

_APPLICATIONS = {
    "mobilenet": (("mobilenet", "MobileNet", "small and fast, four widths"),),
    "mobilenet_v2": (("mobilenet-v2", "MobileNetV2", "small, fast, good features; six widths"),),
    "mobilenet_v3": (
        ("mobilenet-v3-small", "MobileNetV3Small", "the fastest here; two widths"),
        ("mobilenet-v3-large", "MobileNetV3Large", "small and fast; two widths"),
    ),
    "efficientnet": (
        ("efficientnet-b0", "EfficientNetB0", "much accuracy for its arithmetic, at 224 pixels"),
        ("efficientnet-b1", "EfficientNetB1", "much accuracy for its arithmetic, at 240 pixels"),
        ("efficientnet-b2", "EfficientNetB2", "much accuracy for its arithmetic, at 260 pixels"),
        ("efficientnet-b3", "EfficientNetB3", "much accuracy for its arithmetic, at 300 pixels"),
        ("efficientnet-b4", "EfficientNetB4", "much accuracy for its arithmetic, at 380 pixels"),
        ("efficientnet-b5", "EfficientNetB5", "much accuracy for its arithmetic, at 456 pixels"),
        ("efficientnet-b6", "EfficientNetB6", "much accuracy for its arithmetic, at 528 pixels"),
        ("efficientnet-b7", "EfficientNetB7", "much accuracy for its arithmetic, at 600 pixels"),
    ),
    "efficientnet_v2": (
        ("efficientnet-v2-b0", "EfficientNetV2B0", "EfficientNet that trains faster, at 224 pixels"),
        ("efficientnet-v2-b1", "EfficientNetV2B1", "EfficientNet that trains faster, at 240 pixels"),
        ("efficientnet-v2-b2", "EfficientNetV2B2", "EfficientNet that trains faster, at 260 pixels"),
        ("efficientnet-v2-b3", "EfficientNetV2B3", "EfficientNet that trains faster, at 300 pixels"),
        ("efficientnet-v2-s", "EfficientNetV2S", "small of the large EfficientNets, at 384 pixels"),
        ("efficientnet-v2-m", "EfficientNetV2M", "large, at 480 pixels"),
        ("efficientnet-v2-l", "EfficientNetV2L", "very large, at 480 pixels"),
    ),
    "convnext": (
        ("convnext-tiny", "ConvNeXtTiny", "convolutions built like a transformer; as costly as ResNet50"),
        ("convnext-small", "ConvNeXtSmall", "convolutions built like a transformer; large"),
        ("convnext-base", "ConvNeXtBase", "convolutions built like a transformer; large"),
        ("convnext-large", "ConvNeXtLarge", "convolutions built like a transformer; very large"),
        ("convnext-xlarge", "ConvNeXtXLarge", "convolutions built like a transformer; huge"),
    ),
    "densenet": (
        ("densenet121", "DenseNet121", "121 layers, each sees all before it; few parameters"),
        ("densenet169", "DenseNet169", "169 layers, each sees all before it; few parameters"),
        ("densenet201", "DenseNet201", "201 layers, each sees all before it; few parameters"),
    ),
    "inception": (
        ("inception-v3", "InceptionV3", "convolutions of several sizes side by side"),
        ("inception-resnet-v2", "InceptionResNetV2", "Inception with shortcuts; large"),
    ),
    "nasnet": (
        ("nasnet-mobile", "NASNetMobile", "cells found by search; small, but slow for its size"),
        ("nasnet-large", "NASNetLarge", "cells found by search; very large"),
    ),
    "resnet": (
        ("resnet50", "ResNet50", "50 layers with shortcuts; what others are measured against"),
        ("resnet101", "ResNet101", "101 layers with shortcuts"),
        ("resnet152", "ResNet152", "152 layers with shortcuts"),
        ("resnet50-v2", "ResNet50V2", "50 layers with shortcuts, normalised before each convolution"),
        ("resnet101-v2", "ResNet101V2", "101 layers with shortcuts, normalised before each convolution"),
        ("resnet152-v2", "ResNet152V2", "152 layers with shortcuts, normalised before each convolution"),
    ),
    "vgg": (
        ("vgg16", "VGG16", "thirteen plain convolutions; slow, good at texture and style"),
        ("vgg19", "VGG19", "sixteen plain convolutions; slow, good at texture and style"),
    ),
    "xception": (("xception", "Xception", "Inception made of depthwise convolutions"),),
}
"""{module: (name, class, what its docstring says after the class)}."""

BACKBONES = (
    *(
        Later(name, f"imgfw_keras.{module}:{cls}", f"{cls}: {text}")
        for module, given in _APPLICATIONS.items()
        for name, cls, text in given
    ),
    Later(
        "face-embedding",
        "imgfw_keras.face_embedding:FaceEmbedding",
        "A face network from a .keras file: features that tell people apart, brought to length 1",
    ),
    Later(
        "keras-file",
        "imgfw_keras.keras_file:KerasFile",
        "A network from a .keras file of your own, with the scaling that it was trained with",
    ),
    Later(
        "small-cnn",
        "imgfw_keras.small_cnn:SmallCnn",
        "A small CNN trained from scratch: convolution, batch norm and ReLU, halved at every step",
    ),
)
