using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

// Loads a model and runs it once, on one thread; the argument is the model's path.
using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
using var session = new InferenceSession(args[0], options);
NodeMetadata metadata = session.InputMetadata[session.InputNames[0]];
long[] shape = Array.ConvertAll(metadata.Dimensions, extent => (long)extent);
using OrtValue input = metadata.ElementDataType == TensorElementType.Int64 ? Ones(1L) : Ones(1f);
using var runOptions = new RunOptions();
using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(runOptions, session.InputNames, [input], session.OutputNames);
GC.KeepAlive(outputs[0].GetTensorDataAsSpan<float>()[0]);
Report.FirstResult();
Report.End();

OrtValue Ones<T>(T one)
    where T : unmanaged
{
    var values = new T[shape.Aggregate(1L, (product, extent) => product * extent)];
    Array.Fill(values, one);
    return OrtValue.CreateTensorValueFromMemory(values, shape);
}
