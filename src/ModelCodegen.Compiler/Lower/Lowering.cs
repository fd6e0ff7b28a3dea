using System.Security.Cryptography;
using System.Text;
using ModelCodegen.Compiler.Compress;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Lower.Fusion;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>The third stage's entry: turns a compressed network into a plan and its weights.</summary>
public static class Lowering
{
    // Up to here, buffers with a border keep their place for themselves, so that the border is written once and for all.
    private const int LargestPrefilledArena = 1 << 19;

    /// <summary>Lowers a compressed network.</summary>
    public static (NetworkPlan Plan, byte[] Weights) Lower(Compressed compressed, CompressOptions options, CancellationToken cancellation)
    {
        Graph graph = StepFusion.Run(compressed.Graph);
        var context = new LoweringContext(graph);
        context.LowerNodes(cancellation);
        context.WriteOutputs();
        int arena = ArenaPlanner.Place(context.Buffers, keepBorders: true);
        bool prefill = arena <= LargestPrefilledArena;
        if (!prefill)
        {
            arena = ArenaPlanner.Place(context.Buffers, keepBorders: false);
        }

        byte[] weights = context.Weights.ToArray();
        string className = options.ClassName.Length > 0 ? options.ClassName : Identifiers.Pascal(Path.GetFileNameWithoutExtension(options.ModelPath));
        (Port[] inputs, Port[] outputs) = PortNaming.Name(graph, className);
        var steps = new EquatableArray<Step>(Steps(context, prefill));
        var plan = new NetworkPlan
        {
            ToolVersion = typeof(Lowering).Assembly.GetName().Version!.ToString(3),
            Namespace = Identifiers.Namespace(options.Namespace),
            ClassName = className,
            Accessibility = options.Accessibility,
            SourceName = Path.GetFileName(options.ModelPath),
            SourceSha256 = Hex(SHA256.HashData(File.ReadAllBytes(options.ModelPath))),
            Options = options.Describe(),
            Quantization = OptionNames.Of(compressed.Scheme),
            Sparsity = Math.Round(compressed.Sparsity, 6),
            WeightBytes = weights.Length,
            ArenaBytes = arena,
            ScratchBytes = ScratchBytes(steps),
            Inputs = inputs,
            Outputs = outputs,
            Prefill = new EquatableArray<FillStep>(prefill ? context.Buffers.Where(buffer => buffer.Last >= 0).SelectMany(Border) : []),
            Steps = steps,
        };
        return (plan with { ResourceName = ResourceName(plan, weights) }, weights);
    }

    private static int ScratchBytes(IEnumerable<Step> steps) => checked((int)steps.Select(static step => step switch
    {
        ConvStep { Winograd: not null } conv => Align(WinogradScratch.Of(conv).Bytes),
        BranchStep branch => Math.Max(ScratchBytes(branch.Then), ScratchBytes(branch.Else)),
        LoopStep loop => ScratchBytes(loop.Body),
        _ => 0,
    }).DefaultIfEmpty().Max());

    private static long Align(long bytes) => (bytes + ArenaPlanner.Alignment - 1) / ArenaPlanner.Alignment * ArenaPlanner.Alignment;

    private static IEnumerable<FillStep> Border(ArenaBuffer buffer) =>
        buffer.Border?.Steps(Location.Arena(buffer.Offset)) ?? [];

    private static IEnumerable<Step> Steps(LoweringContext context, bool prefilled)
    {
        ILookup<int, ArenaBuffer> firsts = context.Buffers.ToLookup(buffer => buffer.First);
        return context.Steps.Make((number, step) => prefilled || step is DynamicQuantizeStep ? [] : firsts[number].SelectMany(Border));
    }

    // Carries a hash of both halves, so that they cannot drift apart unnoticed.
    private static string ResourceName(NetworkPlan plan, byte[] weights)
    {
        byte[] text = Encoding.UTF8.GetBytes(PlanXml.Write(plan));
        string hash = Hex(SHA256.HashData([.. SHA256.HashData(text), .. SHA256.HashData(weights)]));
        return $"{plan.FullName}.{hash[..16]}.weights.bin";
    }

    private static string Hex(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();
}
