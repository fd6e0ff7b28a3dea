using Microsoft.ML.OnnxRuntime;

namespace ModelCodegen.Benchmarks.Peers;

/// <summary>ONNX Runtime on one model: all optimizations, one thread, values bound beforehand.</summary>
internal sealed class OrtPeer : IDisposable
{
    private readonly InferenceSession session;
    private readonly OrtValue input;
    private readonly OrtValue output;
    private readonly RunOptions runOptions = new();
    private readonly string[] inputNames;
    private readonly string[] outputNames;

    /// <summary>Loads a model with one float input and one float output.</summary>
    public OrtPeer(byte[] model, float[] inputData, float[] outputData, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session = new InferenceSession(model, options);
        inputNames = [.. session.InputMetadata.Keys];
        outputNames = [.. session.OutputMetadata.Keys];
        input = OrtValue.CreateTensorValueFromMemory(inputData, Array.ConvertAll(session.InputMetadata[inputNames[0]].Dimensions, d => (long)d));
        output = OrtValue.CreateTensorValueFromMemory(outputData, Array.ConvertAll(session.OutputMetadata[outputNames[0]].Dimensions, d => (long)d));
    }

    /// <summary>Runs the model from the input array into the output array.</summary>
    public void Run() => session.Run(runOptions, inputNames, [input], outputNames, [output]);

    /// <inheritdoc/>
    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
        runOptions.Dispose();
        session.Dispose();
    }
}
