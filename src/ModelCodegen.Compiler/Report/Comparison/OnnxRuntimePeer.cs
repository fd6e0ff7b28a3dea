using ModelCodegen.Compiler.Export;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Report.Comparison;

/// <summary>A model in ONNX Runtime, once in float and once in the int8 form of its own conventions.</summary>
internal sealed class OnnxRuntimePeer : IDisposable
{
    private readonly IOnnxRuntime runtime;
    private readonly byte[] floatModel;
    private readonly StaticQdqModel quantized;

    /// <summary>Quantizes and loads it.</summary>
    /// <param name="runtime">ONNX Runtime.</param>
    /// <param name="path">The float model.</param>
    /// <param name="calibration">Inputs that ranges come from.</param>
    public OnnxRuntimePeer(IOnnxRuntime runtime, string path, IEnumerable<IReadOnlyDictionary<string, Tensor>> calibration)
    {
        this.runtime = runtime;
        floatModel = runtime.Optimize(path);
        quantized = StaticQdqModel.Of(floatModel, model => Observe(model, calibration));
        Floats = runtime.Open(floatModel, optimize: true);
        Int8 = runtime.Open(quantized.Bytes, optimize: true);
    }

    /// <summary>The float model.</summary>
    public IOnnxSession Floats { get; }

    /// <summary>The int8 form.</summary>
    public IOnnxSession Int8 { get; }

    /// <summary>The size of the int8 form.</summary>
    public long Int8Bytes => quantized.Bytes.LongLength;

    /// <summary>
    /// Signal and noise of every value that the int8 form has in int8, by the float model's names. Only dequantized values
    /// become outputs, so that integer kernels compute them as they do without.
    /// </summary>
    public IReadOnlyDictionary<string, SignalNoise> MeasureValues(IEnumerable<IReadOnlyDictionary<string, Tensor>> samples)
    {
        using IOnnxSession floats = runtime.Open(StaticQdqModel.Expose(floatModel), optimize: false);
        using IOnnxSession int8 = runtime.Open(StaticQdqModel.Expose(quantized.Bytes, quantized.Dequantized.Values.Order(StringComparer.Ordinal)), optimize: true);
        var total = new Dictionary<string, SignalNoise>(StringComparer.Ordinal);
        foreach (IReadOnlyDictionary<string, Tensor> sample in samples)
        {
            IReadOnlyDictionary<string, float[]> expected = floats.Run(sample);
            IReadOnlyDictionary<string, float[]> actual = int8.Run(sample);
            foreach ((string name, string dequantized) in quantized.Dequantized)
            {
                if (expected.TryGetValue(name, out float[]? values) && actual.TryGetValue(dequantized, out float[]? others) && values.Length == others.Length)
                {
                    total[name] = total.GetValueOrDefault(name) + SignalNoise.Of(values, others);
                }
            }
        }

        return total;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Floats.Dispose();
        Int8.Dispose();
    }

    private IEnumerable<(string Name, float[] Values)> Observe(byte[] model, IEnumerable<IReadOnlyDictionary<string, Tensor>> samples)
    {
        using IOnnxSession session = runtime.Open(model, optimize: false);
        foreach (IReadOnlyDictionary<string, Tensor> sample in samples)
        {
            foreach ((string name, float[] values) in session.Run(sample))
            {
                yield return (name, values);
            }

            foreach ((string name, Tensor input) in sample.Where(input => input.Value.Type == Plan.ElementType.Float32))
            {
                yield return (name, input.ToFloat());
            }
        }
    }
}
