using Microsoft.ML.OnnxRuntime;

namespace ModelCodegen.Benchmarks.Peers;

/// <summary>ONNX Runtime on one model: all optimizations, values bound beforehand.</summary>
internal sealed class OrtPeer : IDisposable
{
    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly RunOptions runOptions = new();

    /// <summary>Loads a model with one input; its outputs are floats of fixed shapes.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="input">The input's elements.</param>
    /// <param name="threads">Threads inside of operators.</param>
    /// <param name="optimized">Where to write what the optimizations leave of the model, if anywhere.</param>
    public OrtPeer(string path, Array input, int threads, string? optimized = null)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (optimized is not null)
        {
            options.OptimizedModelFilePath = optimized;
        }

        session = new InferenceSession(path, options);
        binding = session.CreateIoBinding();
        (string name, NodeMetadata metadata) = session.InputMetadata.Single();
        long[] shape = Array.ConvertAll(metadata.Dimensions, d => (long)d);
        binding.BindInput(name, input is long[] longs ? OrtValue.CreateTensorValueFromMemory(longs, shape) : OrtValue.CreateTensorValueFromMemory((float[])input, shape));
        foreach ((string output, NodeMetadata data) in session.OutputMetadata)
        {
            var values = new float[data.Dimensions.Aggregate(1, (product, extent) => product * extent)];
            binding.BindOutput(output, OrtValue.CreateTensorValueFromMemory(values, Array.ConvertAll(data.Dimensions, d => (long)d)));
        }
    }

    /// <summary>Runs the model from the input's array into the outputs' arrays.</summary>
    public void Run() => session.RunWithBinding(runOptions, binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        binding.Dispose();
        runOptions.Dispose();
        session.Dispose();
    }
}
