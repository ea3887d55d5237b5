"""What is known of the libraries in wheels and what the wheels' own bills of materials leave open.

A test compares the names with the licences and the libraries that the wheels carry.
"""

import re
import zipfile
from dataclasses import dataclass

_ISA_L = "isal/isa-l/CMakeLists.txt"


@dataclass(frozen=True)
class Library:
    """A library in a wheel.

    Attributes:
        name: of the library.
        license: an SPDX expression.
        version: where the wheel says it.
    """

    name: str
    license: str
    version: str | None = None


# In Pillow's wheels for Linux, by the licences in them; its bill describes the source distribution.
_PILLOW = (
    Library("aom", "BSD-2-Clause"),
    Library("brotli", "MIT"),
    Library("bzip2", "bzip2-1.0.6"),
    Library("dav1d", "BSD-2-Clause"),
    Library("liblzma", "0BSD"),
    Library("libpng", "libpng-2.0"),
    Library("libXdmcp", "MIT-open-group"),
    Library("libyuv", "BSD-3-Clause"),
    Library("tcl_tk", "TCL"),
    Library("zstd", "BSD-3-Clause"),
)

# In Pillow's bill, but not in its wheels: FriBiDi is loaded where the system has it, and
# libimagequant, which is under the GPL, is an option of builds from source.
ABSENT = frozenset({"FriBiDi", "libimagequant"})

# The bill that auditwheel writes names libraries of the distribution, without their licences.
LICENSES = {"libXau": "MIT-open-group"}


def libraries(name: str, wheel: zipfile.ZipFile) -> tuple[Library, ...]:
    """List libraries in a wheel that no bill in it names.

    Args:
        name: the normalised name of the wheel's package.
        wheel: the wheel.

    Returns:
        The libraries.
    """
    if name == "isal":
        told = re.search(r"^\s*VERSION (\d[\d.]*)$", wheel.read(_ISA_L).decode(), re.MULTILINE)
        return (Library("isa-l", "BSD-3-Clause", told[1] if told else None),)
    return _PILLOW if name == "pillow" else ()
