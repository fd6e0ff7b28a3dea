using ModelCodegen.Compiler.Compress.Data;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Reference;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>What options ask for of recovery, before and after quantization, on the first calibration samples.</summary>
/// <param name="samples">Calibration data.</param>
/// <param name="methods">What to do.</param>
/// <param name="log">Takes a line per step.</param>
/// <param name="cancellation">Ends it early.</param>
internal sealed class NetworkRecovery(SampleReader samples, RecoveryMethods methods, Action<string> log, CancellationToken cancellation)
{
    private const int MostSamples = 64;

    /// <summary>The float network as it is best quantized.</summary>
    public Graph Prepare(Graph floats)
    {
        Graph prepared = methods.HasFlag(RecoveryMethods.Equalization) ? Equalization.Run(floats, Few(floats), log, cancellation) : floats;
        return methods.HasFlag(RecoveryMethods.ChannelSplitting) ? ChannelSplitting.Run(prepared, Few(floats), log, cancellation) : prepared;
    }

    /// <summary>The quantized network with better codes and biases.</summary>
    public Graph Repair(Graph floats, Graph quantized) => (methods & (RecoveryMethods.AdaptiveRounding | RecoveryMethods.BiasCorrection)) is var perLayer and not RecoveryMethods.None
        ? LayerRecovery.Run(floats, quantized, Few(floats), perLayer, log, cancellation)
        : quantized;

    // As many as fit in memory with all their values.
    private IReadOnlyDictionary<string, Tensor>[] Few(Graph floats) =>
        [.. samples.Read().Take(KeptRun.Affordable(floats, MostSamples)).Select(sample => sample.Inputs)];
}
