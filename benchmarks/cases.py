"""What is measured: pictures' kinds, cases, peers, and the ratios made of them."""

from dataclasses import dataclass

MEGAPIXELS = {12: (4000, 3000), 24: (6000, 4000), 48: (8000, 6000)}

# The sides of the square that each rendition fits in.
CASES = {"thumb": (150,), "five": (1024, 512, 300, 150, 64)}

JPEG_QUALITY = 80
PNG_LEVEL = 6

# Who runs which case. `libvips_cascade` scales its renditions from its largest one, as ours does;
# the seeds are the plain code that people write first: the whole picture, one size. `before` is an
# earlier revision of ours, where one was asked for.
PEERS = {
    "ours": ("thumb", "five"),
    "before": ("thumb", "five"),
    "libvips": ("thumb", "five"),
    "libvips_cascade": ("five",),
    "sharp": ("thumb", "five"),
    "seed_thumbnail": ("thumb",),
    "seed_resize": ("thumb",),
}


@dataclass(frozen=True)
class Ratio:
    """time(ours) / time(peer), of the sums over a group of pictures.

    Attributes:
        group: a name in `groups.GROUPS`.
        case: a name in CASES.
        peer: a name in PEERS.
        target: what the ratio should not exceed; None where it only informs.
    """

    group: str
    case: str
    peer: str
    target: float | None = None


RATIOS = {
    "jpeg_thumb_vs_libvips": Ratio("jpeg", "thumb", "libvips", 0.85),
    "jpeg_eighth_thumb_vs_libvips": Ratio("jpeg_eighth", "thumb", "libvips", 0.60),
    "jpeg_thumb_vs_sharp": Ratio("jpeg", "thumb", "sharp", 0.80),
    "png_thumb_vs_libvips": Ratio("png", "thumb", "libvips", 0.75),
    "png_thumb_vs_sharp": Ratio("png", "thumb", "sharp", 1.0),
    "jpeg_five_vs_libvips_cascade": Ratio("jpeg", "five", "libvips_cascade", 0.80),
    "png_five_vs_libvips_cascade": Ratio("png", "five", "libvips_cascade", 0.85),
    "jpeg_five_vs_sharp": Ratio("jpeg", "five", "sharp", 0.30),
    "png_five_vs_sharp": Ratio("png", "five", "sharp", 0.30),
    "jpeg_five_vs_libvips": Ratio("jpeg", "five", "libvips"),
    "png_five_vs_libvips": Ratio("png", "five", "libvips"),
    "jpeg_thumb_vs_seed_thumbnail": Ratio("jpeg", "thumb", "seed_thumbnail"),
    "jpeg_thumb_vs_seed_resize": Ratio("jpeg", "thumb", "seed_resize"),
    "png_thumb_vs_seed_thumbnail": Ratio("png", "thumb", "seed_thumbnail"),
    "jpeg_thumb_vs_before": Ratio("jpeg", "thumb", "before"),
    "png_thumb_vs_before": Ratio("png", "thumb", "before"),
    "jpeg_five_vs_before": Ratio("jpeg", "five", "before"),
    "png_five_vs_before": Ratio("png", "five", "before"),
}

# Ratios of other things, measured in the same run.
OTHER_TARGETS = {
    "init_vs_boto3_pillow": 1.05,
    "settle_12mp_vs_decode_encode": 1.3,
    # Answers of S3 in a row that new thumbnails wait for: the source's, and those to their writes,
    # which are side by side.
    **dict.fromkeys(("upload_one_waits", "upload_five_waits"), 2),
}
# Those that should not fall below their target.
FLOORS = {"batch_overlap_speedup": 4.0}
