using System.Collections.Concurrent;
using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Compress.Calibration;

/// <summary>Counts what every float value becomes on samples, by running the float network on them.</summary>
internal static class Calibrator
{
    // Enough samples to keep every core busy; the others are still on disk.
    private const int SamplesInFlight = 32;

    /// <summary>Runs the network on every sample. The result does not depend on the number of threads.</summary>
    /// <exception cref="CompilationException">A value was NaN or infinite (<see cref="DiagnosticCode.CalibrationNotFinite"/>).</exception>
    public static IReadOnlyDictionary<string, Histogram> Observe(Graph graph, SampleReader samples, CancellationToken cancellation)
    {
        var histograms = new ConcurrentDictionary<string, Histogram>(StringComparer.Ordinal);
        foreach (Sample[] chunk in samples.Read().Chunk(SamplesInFlight))
        {
            Parallel.ForEach(chunk, new ParallelOptions { CancellationToken = cancellation }, sample =>
            {
                foreach ((string name, Tensor tensor) in sample.Inputs)
                {
                    Count(name, tensor);
                }

                ReferenceEvaluator.Run(graph, sample.Inputs, Count, cancellation);
            });
        }

        Diagnostic[] errors = histograms
            .Where(pair => !float.IsFinite(pair.Value.Range.Min) || !float.IsFinite(pair.Value.Range.Max))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new Diagnostic(
                DiagnosticCode.CalibrationNotFinite,
                Severity.Error,
                $"On the calibration data the value '{pair.Key}' becomes NaN or infinite."))
            .ToArray();
        return errors.Length == 0 ? histograms : throw new CompilationException(errors);

        void Count(string name, Tensor tensor)
        {
            if (tensor.Type == ElementType.Float32 && tensor.Length > 0)
            {
                histograms.GetOrAdd(name, _ => new Histogram()).Add(tensor.Values<float>());
            }
        }
    }
}
