using Microsoft.ML.OnnxRuntime;

namespace ModelCodegen.Benchmarks.Peers;

/// <summary>ONNX Runtime on one model: all optimizations, values bound beforehand.</summary>
internal sealed class OrtPeer : IDisposable
{
    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly RunOptions runOptions = new();

    // They hold the arrays in place; the binding does not keep them alive.
    private readonly List<OrtValue> values = [];

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
        binding.BindInput(name, input is long[] longs ? Value(longs, metadata) : Value((float[])input, metadata));
        foreach ((string output, NodeMetadata data) in session.OutputMetadata)
        {
            binding.BindOutput(output, Value(new float[data.Dimensions.Aggregate(1, (product, extent) => product * extent)], data));
        }
    }

    /// <summary>Runs the model from the input's array into the outputs' arrays.</summary>
    public void Run() => session.RunWithBinding(runOptions, binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        binding.Dispose();
        values.ForEach(value => value.Dispose());
        runOptions.Dispose();
        session.Dispose();
    }

    private OrtValue Value<T>(T[] elements, NodeMetadata metadata)
        where T : unmanaged
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(elements, Array.ConvertAll(metadata.Dimensions, extent => (long)extent));
        values.Add(value);
        return value;
    }
}
