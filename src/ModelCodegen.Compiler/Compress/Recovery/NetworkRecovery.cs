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

    // Fewer say too little: what fits them may be worse on others.
    private const int LeastSamples = 16;

    /// <summary>The float network as it is best quantized.</summary>
    public Graph Prepare(Graph floats)
    {
        if ((methods & (RecoveryMethods.Equalization | RecoveryMethods.ChannelSplitting)) == RecoveryMethods.None)
        {
            return floats;
        }

        // Statistics of channels need no more of a sample than they are made of.
        IReadOnlyDictionary<string, Tensor>[] few = First(MostSamples);
        Graph prepared = methods.HasFlag(RecoveryMethods.Equalization) ? Equalization.Run(floats, few, log, cancellation) : floats;
        return methods.HasFlag(RecoveryMethods.ChannelSplitting) ? ChannelSplitting.Run(prepared, few, log, cancellation) : prepared;
    }

    /// <summary>The quantized network with better codes and biases.</summary>
    public Graph Repair(Graph floats, Graph quantized) => (methods & (RecoveryMethods.AdaptiveRounding | RecoveryMethods.BiasCorrection)) is var perLayer and not RecoveryMethods.None
        ? LayerRecovery.Run(floats, quantized, First(KeptRun.Affordable(floats, MostSamples)), perLayer, log, cancellation)
        : quantized;

    private IReadOnlyDictionary<string, Tensor>[] First(int most)
    {
        int count = Math.Min(samples.Count, most);
        return count < LeastSamples ? [] : [.. samples.Read().Take(count).Select(sample => sample.Inputs)];
    }
}
