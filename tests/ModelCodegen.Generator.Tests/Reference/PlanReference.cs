using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Tests.Reference;

/// <summary>Runs a plan step by step, every step straight from its documented formula.</summary>
internal static class PlanReference
{
    public static byte[][] Run(NetworkPlan plan, byte[] weights, params byte[][] inputs)
    {
        byte[][] outputs = [.. plan.Outputs.Select(o => new byte[o.Length * o.Type.SizeInBytes()])];
        var memory = new MemoryImage(new byte[plan.ArenaBytes], weights, inputs, outputs);
        foreach (Step step in plan.Prefill.Concat(plan.Steps))
        {
            Run(step, memory);
        }

        return outputs;
    }

    private static void Run(Step step, MemoryImage memory)
    {
        switch (step)
        {
            case ConvStep s: ConvReference.Run(s, memory); break;
            case DepthwiseStep s: DepthwiseReference.Run(s, memory); break;
            case PoolStep s: PoolReference.Run(s, memory); break;
            case UnaryStep s: StridedReference.Run(s, memory); break;
            case LookupStep s: StridedReference.Run(s, memory); break;
            case FillStep s: StridedReference.Run(s, memory); break;
            case BinaryStep s: StridedReference.Run(s, memory); break;
            case ConvertStep s: StridedReference.Run(s, memory); break;
            case SoftmaxStep s: RowReference.Run(s, memory); break;
            case NormalizationStep s: RowReference.Run(s, memory); break;
            case RecurrenceStep s: new RecurrenceReference(s, memory).Run(); break;
            case MatMulStep s: StridedReference.Run(s, memory); break;
            case DynamicQuantizeStep s: StridedReference.Run(s, memory); break;
            default: throw new ArgumentOutOfRangeException(nameof(step), step, null);
        }
    }
}
