"""A safetensors file written by hand with struct and json, as the format's description says.

Remake:  python3 test/golden/engine/make_safetensors.py
Writes hand-made.safetensors beside itself: the state of a Linear(3, 2) in F32, F64 and I64, a scalar, an empty tensor,
a name outside ASCII, and metadata.
"""

import json
import struct
from pathlib import Path

tensors = {
    "weight": ("F32", [2, 3], struct.pack("<6f", 1.5, -2.25, 0.1, 3e38, -0.0, float("nan"))),
    "bias": ("F64", [2], struct.pack("<2d", 0.1, float("-inf"))),
    "steps": ("I64", [], struct.pack("<q", -(2**53))),
    "nothing": ("F32", [0, 4], b""),
    "größe 𝛼": ("I64", [3], struct.pack("<3q", 0, 1, 2**40)),
}
header, data = {"__metadata__": {"made": "by hand"}}, b""
for name, (dtype, shape, numbers) in tensors.items():
    header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(numbers)]}
    data += numbers
text = json.dumps(header, ensure_ascii=False).encode()
text += b" " * (-len(text) % 8)
(Path(__file__).parent / "hand-made.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
