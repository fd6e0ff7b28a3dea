using Microsoft.ML.OnnxRuntime;

namespace ModelCodegen.Conformance;

/// <summary>ONNX Runtime without graph optimizations: every operator as the standard defines it.</summary>
internal sealed class OnnxRuntimeOracle : IDisposable
{
    private readonly InferenceSession session;
    private readonly string[] inputNames;

    public OnnxRuntimeOracle(byte[] model)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session = new InferenceSession(model, options);
        inputNames = [.. session.InputNames];
    }

    /// <summary>Runs a network on its inputs, in their order, and gives its first output.</summary>
    public float[] Run(params float[][] inputs)
    {
        OrtValue[] values =
        [
            .. inputs.Select((input, i) => OrtValue.CreateTensorValueFromMemory(
                input,
                Array.ConvertAll(session.InputMetadata[inputNames[i]].Dimensions, extent => (long)extent))),
        ];
        try
        {
            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, inputNames, values, session.OutputNames);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            Array.ForEach(values, value => value.Dispose());
        }
    }

    public void Dispose() => session.Dispose();
}
