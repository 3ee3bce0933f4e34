"""Whisper weights in CTranslate2's file format, turned into openai-whisper's, without loss.

The layout of ``model.bin``, all little-endian: u32 version, string spec name, u32
revision, u32 count; per variable a string name, u8 rank, u32 per dimension, u8 type,
u32 bytes, data. A string is u16 length (with its closing zero) and bytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import BadInput

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.generic]

DTYPES = ("float32", "int8", "int16", "int32", "float16")
HEAD_WIDTH = 64  # every Whisper model has heads of this width
AUDIO_CONTEXT = 1500  # encoder frames of 20 ms in a window of 30 s


def read_variables(data: memoryview) -> dict[str, Array]:
    """Read all variables of a ``model.bin``; the arrays are views of the data."""
    import numpy as np

    reader = _Reader(data)
    version = reader.u32()
    spec = reader.string()
    if spec != "WhisperSpec" or version < 5:
        raise BadInput(f"not a CTranslate2 Whisper model ({spec or 'no'} spec)")
    reader.u32()  # revision of the spec; it changes nothing in the layout
    variables: dict[str, Array] = {}
    for _ in range(reader.u32()):
        name = reader.string()
        shape = tuple(reader.u32() for _ in range(reader.u8()))
        dtype = np.dtype(DTYPES[reader.u8()])
        raw = reader.take(reader.u32())
        variables[name] = np.frombuffer(raw, dtype=dtype).reshape(shape)
    return variables


def checkpoint(variables: Mapping[str, Array], config: Mapping[str, Any]) -> dict[str, Any]:
    """Return an openai-whisper checkpoint: dims, state dict (torch) and alignment heads."""
    import numpy as np
    import torch

    state = {}
    for name, value in variables.items():
        if value.dtype.kind != "f":
            if re.search(r"weight(_scale)?$", name):
                raise BadInput(
                    "the model is quantised", remedy="give one converted with float16 or float32"
                )
            continue  # flags and head counts of CTranslate2
        for target, part in _openai(name, value):
            state[target] = torch.from_numpy(np.array(part))
    return {
        "dims": _dims(state),
        "model_state_dict": state,
        "alignment_heads": config.get("alignment_heads") or [],
    }


@dataclass
class _Reader:
    data: memoryview
    at: int = 0

    def take(self, size: int) -> memoryview:
        if self.at + size > len(self.data):
            raise BadInput("the model file is cut short", remedy="install it again")
        self.at += size
        return self.data[self.at - size : self.at]

    def u8(self) -> int:
        return self.take(1)[0]

    def u32(self) -> int:
        return int(struct.unpack("<I", self.take(4))[0])

    def string(self) -> str:
        size = int(struct.unpack("<H", self.take(2))[0])
        return bytes(self.take(size)).rstrip(b"\0").decode("utf-8", errors="replace")


ATTENTION = {"self_attention": "attn", "attention": "cross_attn"}
PLAIN = {
    "encoder/conv1": "encoder.conv1",
    "encoder/conv2": "encoder.conv2",
    "encoder/layer_norm": "encoder.ln_post",
    "decoder/layer_norm": "decoder.ln",
    "ffn/layer_norm": "mlp_ln",
    "ffn/linear_0": "mlp.0",
    "ffn/linear_1": "mlp.2",
}
PARAMETERS = {"gamma": "weight", "beta": "bias", "weight": "weight", "bias": "bias"}
ALONE = {
    "encoder/position_encodings/encodings": "encoder.positional_embedding",
    "decoder/position_encodings/encodings": "decoder.positional_embedding",
    "decoder/embeddings/weight": "decoder.token_embedding.weight",
}


def _openai(name: str, value: Array) -> list[tuple[str, Array]]:
    """Return the names and parts that a variable has in openai-whisper's state dict."""
    if name in ALONE:
        return [(ALONE[name], value)]
    module, _, parameter = name.rpartition("/")
    if parameter not in PARAMETERS or module == "decoder/projection":
        return []  # the projection shares the token embedding
    parameter = PARAMETERS[parameter]
    if module in PLAIN:
        return [(f"{PLAIN[module]}.{parameter}", value)]
    found = re.fullmatch(r"(encoder|decoder)/layer_(\d+)/(.+)", module)
    if not found:
        raise BadInput(f"unknown variable {name} in the model")
    block = f"{found[1]}.blocks.{found[2]}"
    if found[3] in PLAIN:
        return [(f"{block}.{PLAIN[found[3]]}.{parameter}", value)]
    kind, _, layer = found[3].partition("/")
    if layer == "layer_norm":
        return [(f"{block}.{ATTENTION[kind]}_ln.{parameter}", value)]
    return _attention(f"{block}.{ATTENTION[kind]}", kind, layer, parameter, value)


def _attention(
    prefix: str, kind: str, layer: str, parameter: str, value: Array
) -> list[tuple[str, Array]]:
    """Unstack the projections: q,k,v in one for self-attention, q and k,v for cross."""
    import numpy as np

    stacks = {
        "self_attention": {"linear_0": ("query", "key", "value"), "linear_1": ("out",)},
        "attention": {"linear_0": ("query",), "linear_1": ("key", "value"), "linear_2": ("out",)},
    }
    names = stacks[kind][layer]
    parts = np.split(value, len(names))
    return [
        (f"{prefix}.{name}.{parameter}", part)
        for name, part in zip(names, parts, strict=True)
        if (name, parameter) != ("key", "bias")  # Whisper's keys have no bias: it is all zero
    ]


def _dims(state: Mapping[str, Any]) -> dict[str, int]:
    width, n_mels = state["encoder.conv1.weight"].shape[:2]
    vocabulary, text_width = state["decoder.token_embedding.weight"].shape
    layers = {
        side: len({key.split(".")[2] for key in state if key.startswith(f"{side}.blocks.")})
        for side in ("encoder", "decoder")
    }
    return {
        "n_mels": n_mels,
        "n_audio_ctx": AUDIO_CONTEXT,
        "n_audio_state": width,
        "n_audio_head": width // HEAD_WIDTH,
        "n_audio_layer": layers["encoder"],
        "n_vocab": vocabulary,
        "n_text_ctx": state["decoder.positional_embedding"].shape[0],
        "n_text_state": text_width,
        "n_text_head": text_width // HEAD_WIDTH,
        "n_text_layer": layers["decoder"],
    }
