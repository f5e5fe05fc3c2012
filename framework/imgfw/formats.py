"""The format of a picture file, told by its first bytes."""

from __future__ import annotations

START = 256
"""So many bytes tell the format of any file."""
_MAGIC = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}


def format_of(content: bytes) -> str:
    """JPEG, PNG, GIF, BMP, TIFF, WEBP, AVIF or HEIC; "" for anything else."""
    for magic, name in _MAGIC:
        if content.startswith(magic):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp":
        end = min(int.from_bytes(content[:4], "big"), START)
        brands = {content[8:12], *(content[at : at + 4] for at in range(16, end, 4))}
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        if brands & _HEIC_BRANDS:
            return "HEIC"
    return ""


def is_surely_picture(start: bytes) -> bool:
    """Whether a file whose name does not say so is a picture, by its first START bytes.

    Not by two letters that a text may begin with, and no TIFF: the raw files of cameras are such inside.
    """
    name = format_of(start)
    if name == "BMP":
        return int.from_bytes(start[14:18], "little") in _BMP_HEADERS and start[6:10] == bytes(4)
    return name not in ("", "TIFF")
