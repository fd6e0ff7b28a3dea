using Microsoft.ML.OnnxRuntime;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Plan;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace ModelCodegen.Compiler.Tests;

/// <summary>Runs models with ONNX Runtime, without its graph optimizations.</summary>
internal static class OnnxRuntimeOracle
{
    /// <summary>The outputs by name, for inputs of any type.</summary>
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
        OrtValue[] values = [.. inputs.Values.Select(ToValue)];
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

    private static OrtValue ToValue(Tensor tensor)
    {
        OrtValue value = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, OrtType(tensor.Type), [.. tensor.Shape.Select(extent => (long)extent)]);
        tensor.Bytes.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static Tensor FromValue(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        ElementType type = Enum.GetValues<ElementType>().First(type => OrtType(type) == info.ElementDataType);
        Tensor tensor = Tensor.Zeros(type, [.. info.Shape.Select(extent => (int)extent)]);
        value.GetTensorMutableRawData().CopyTo(tensor.WritableBytes);
        return tensor;
    }

    private static TensorElementType OrtType(ElementType type) => type switch
    {
        ElementType.Float32 => TensorElementType.Float,
        ElementType.Float64 => TensorElementType.Double,
        ElementType.Float16 => TensorElementType.Float16,
        ElementType.Boolean => TensorElementType.Bool,
        _ => Enum.Parse<TensorElementType>(type.ToString()),
    };
}
