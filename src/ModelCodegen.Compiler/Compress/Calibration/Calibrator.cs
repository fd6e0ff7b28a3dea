using System.Collections.Concurrent;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>Finds the range of every float value by running the float network on samples.</summary>
internal static class Calibrator
{
    // Enough samples to keep every core busy; the others are still on disk.
    private const int SamplesInFlight = 32;

    /// <summary>Runs the network on every sample. The result does not depend on the number of threads.</summary>
    /// <exception cref="CompilationException">A value was NaN or infinite (<see cref="DiagnosticCode.CalibrationNotFinite"/>).</exception>
    public static IReadOnlyDictionary<string, ValueRange> Observe(Graph graph, SampleReader samples, CancellationToken cancellation)
    {
        var ranges = new ConcurrentDictionary<string, ValueRange>(StringComparer.Ordinal);
        foreach (Sample[] chunk in samples.Read().Chunk(SamplesInFlight))
        {
            Parallel.ForEach(chunk, new ParallelOptions { CancellationToken = cancellation }, sample =>
            {
                foreach ((string name, Tensor tensor) in sample.Inputs)
                {
                    Extend(name, tensor);
                }

                ReferenceEvaluator.Run(graph, sample.Inputs, Extend, cancellation);
            });
        }

        Diagnostic[] errors = ranges
            .Where(pair => !float.IsFinite(pair.Value.Min) || !float.IsFinite(pair.Value.Max))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new Diagnostic(
                DiagnosticCode.CalibrationNotFinite,
                Severity.Error,
                $"On the calibration data the value '{pair.Key}' becomes NaN or infinite."))
            .ToArray();
        return errors.Length == 0 ? ranges : throw new CompilationException(errors);

        void Extend(string name, Tensor tensor)
        {
            if (tensor.Type == ElementType.Float32 && tensor.Length > 0)
            {
                ValueRange range = ValueRange.Of(tensor.Values<float>());
                ranges.AddOrUpdate(name, range, (_, before) => before.Union(range));
            }
        }
    }
}
