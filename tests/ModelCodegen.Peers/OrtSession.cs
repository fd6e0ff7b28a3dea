using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ModelCodegen.Peers;

/// <summary>A model in ONNX Runtime, run on arrays.</summary>
public sealed class OrtSession : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();

    /// <summary>Loads a model.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="optimize">Whether all graph optimizations are on, or none.</param>
    /// <param name="threads">Threads inside of operators.</param>
    public OrtSession(string path, bool optimize = true, int threads = 1)
    {
        using SessionOptions options = Options(optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL, threads);
        session = new InferenceSession(path, options);
    }

    private OrtSession(byte[] model)
    {
        using SessionOptions options = Options(GraphOptimizationLevel.ORT_DISABLE_ALL, 1);
        session = new InferenceSession(model, options);
    }

    /// <summary>A model that runs without graph optimizations: every operator as the standard defines it.</summary>
    public static OrtSession Oracle(byte[] model) => new(model);

    /// <summary>The names of the outputs, in order.</summary>
    public IReadOnlyList<string> Outputs => session.OutputNames;

    /// <summary>The names of the inputs, in order.</summary>
    public IReadOnlyList<string> Inputs => session.InputNames;

    /// <summary>The shape of an input.</summary>
    public int[] Shape(string input) => session.InputMetadata[input].Dimensions;

    /// <summary>The type of an input's elements.</summary>
    public Type Type(string input) => session.InputMetadata[input].ElementType;

    /// <summary>Writes a model as ONNX Runtime's basic optimizations leave it: constants computed, BatchNormalization folded.</summary>
    public static void Optimize(string from, string to)
    {
        using SessionOptions options = Options(GraphOptimizationLevel.ORT_ENABLE_BASIC, 1);
        options.OptimizedModelFilePath = to;
        using var written = new InferenceSession(from, options);
    }

    /// <summary>Runs the model; outputs that are no floats come as <see langword="null"/>.</summary>
    public float[]?[] Run(params Array[] inputs)
    {
        OrtValue[] values = [.. inputs.Select((input, i) => Value(input, Array.ConvertAll(Shape(Inputs[i]), extent => (long)extent)))];
        try
        {
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(runOptions, session.InputNames, values, session.OutputNames);
            return [.. outputs.Select(output => output.GetTensorTypeAndShape().ElementDataType == TensorElementType.Float ? output.GetTensorDataAsSpan<float>().ToArray() : null)];
        }
        finally
        {
            Array.ForEach(values, value => value.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        runOptions.Dispose();
        session.Dispose();
    }

    private static OrtValue Value(Array input, long[] shape) => input switch
    {
        float[] floats => OrtValue.CreateTensorValueFromMemory(floats, shape),
        long[] longs => OrtValue.CreateTensorValueFromMemory(longs, shape),
        int[] ints => OrtValue.CreateTensorValueFromMemory(ints, shape),
        byte[] bytes => OrtValue.CreateTensorValueFromMemory(bytes, shape),
        bool[] flags => OrtValue.CreateTensorValueFromMemory(flags, shape),
        _ => throw new ArgumentException($"{input.GetType().Name} is no input."),
    };

    private static SessionOptions Options(GraphOptimizationLevel level, int threads) => new()
    {
        IntraOpNumThreads = threads,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = level,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
    };
}
