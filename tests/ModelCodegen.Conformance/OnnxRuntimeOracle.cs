using Microsoft.ML.OnnxRuntime;

namespace ModelCodegen.Conformance;

/// <summary>ONNX Runtime without graph optimizations: every operator as the standard defines it.</summary>
internal sealed class OnnxRuntimeOracle : IDisposable
{
    private readonly InferenceSession session;
    private readonly string inputName;
    private readonly long[] inputShape;

    public OnnxRuntimeOracle(byte[] model)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session = new InferenceSession(model, options);
        inputName = session.InputMetadata.Keys.Single();
        inputShape = Array.ConvertAll(session.InputMetadata[inputName].Dimensions, extent => (long)extent);
    }

    /// <summary>Runs a network with one input and gives its first output.</summary>
    public float[] Run(float[] input)
    {
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, inputShape);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, [inputName], [value], session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose() => session.Dispose();
}
