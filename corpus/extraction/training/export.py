"""Network to ONNX in int8, and the model folder that the extractor loads."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from .network import Network

INPUTS, OUTPUTS = ("ids", "shape", "quote", "mask"), ("tags", "names", "query", "key")
NAME = "reader-2"
SETTINGS: dict[str, Any] = {"window": 192, "context": 16, "batch": 1, "quoted_from": 0.5}


def export(network: Network, path: Path, reduce_range: bool = False) -> None:
    """Write ``network`` to ``path``, weights in int8 a channel, activations scaled as they come.

    ``reduce_range`` takes 7 bits, for CPUs without VNNI, whose 16-bit sums would overflow.
    """
    network.eval()
    example = torch.ones((2, 32), dtype=torch.int64)
    axes = {name: {0: "windows", 1: "pieces"} for name in (*INPUTS, *OUTPUTS)}
    with TemporaryDirectory() as folder:
        whole, ready = Path(folder) / "whole.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            network,
            (example * 1000, example, example * 0, torch.ones(2, 32)),
            str(whole),
            input_names=INPUTS,
            output_names=OUTPUTS,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=reduce_range,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
