"""Halves a model whose weights came from 16-bit floats: keeps them as 16 bits, each behind a Cast.

    python3 tools/halve_model.py IN.onnx OUT.onnx        (Debian: python3-onnx)

Refuses a model in which a weight would change.
"""
import sys
import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

model = onnx.load(sys.argv[1])
casts = []
for weight in model.graph.initializer:
    values = numpy_helper.to_array(weight)
    if values.dtype != numpy.float32 or values.size < 16:
        continue
    halved = values.astype(numpy.float16)
    if not (halved.astype(numpy.float32) == values).all():
        sys.exit(f"{weight.name} is not made of 16-bit floats")
    name = weight.name
    weight.CopyFrom(numpy_helper.from_array(halved, name + "/half"))
    casts.append(helper.make_node("Cast", [name + "/half"], [name], to=TensorProto.FLOAT))
nodes = casts + list(model.graph.node)
del model.graph.node[:]
model.graph.node.extend(nodes)
onnx.checker.check_model(model)
onnx.save(model, sys.argv[2])
