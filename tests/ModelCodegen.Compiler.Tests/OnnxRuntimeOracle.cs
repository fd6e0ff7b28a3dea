using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests;

/// <summary>Runs models with ONNX Runtime, without its graph optimizations.</summary>
internal static class OnnxRuntimeOracle
{
    /// <summary>The outputs, as floats, by name. Inputs and outputs are 32-bit floats or bytes.</summary>
    public static Dictionary<string, Tensor> Run(byte[] model, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        using var session = new InferenceSession(model, options);
        using var run = new RunOptions();
        OrtValue[] values = [.. inputs.Values.Select(Value)];
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [.. inputs.Keys], values, session.OutputNames);
            return session.OutputNames.Zip(results).ToDictionary(pair => pair.First, pair => FromValue(pair.Second), StringComparer.Ordinal);
        }
        finally
        {
            foreach (OrtValue value in values)
            {
                value.Dispose();
            }
        }
    }

    private static OrtValue Value(Tensor tensor)
    {
        long[] shape = [.. tensor.Shape.Select(extent => (long)extent)];
        return tensor.Type == ElementType.Float32
            ? OrtValue.CreateTensorValueFromMemory(tensor.Values<float>().ToArray(), shape)
            : OrtValue.CreateTensorValueFromMemory(tensor.Values<byte>().ToArray(), shape);
    }

    private static Tensor FromValue(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        ImmutableArray<int> shape = [.. info.Shape.Select(extent => (int)extent)];
        return info.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float
            ? Tensor.Create(shape, value.GetTensorDataAsSpan<float>().ToArray())
            : Tensor.Create(shape, value.GetTensorDataAsSpan<byte>().ToArray());
    }
}
