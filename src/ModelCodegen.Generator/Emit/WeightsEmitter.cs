using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Writes the class that finds the weights: one per process, shared by all instances.</summary>
internal static class WeightsEmitter
{
    public static void Write(IndentedWriter w, NetworkPlan plan, bool allowUnsafe)
    {
        string resource = Literal.String(plan.ResourceName);
        w.Raw(allowUnsafe
            ? "// The weights stay where the assembly was mapped; nothing is copied."
            : "// The weights are copied once, because the project allows no unsafe code.");
        w.Open($"private static {(allowUnsafe ? "unsafe " : "")}class WeightMemory");
        w.Line(allowUnsafe ? "private static readonly byte* Bytes = Load();" : "private static readonly byte[]? Bytes = Load();");
        w.Line();
        w.Line("internal static bool AreMissing => Bytes == null;");
        w.Line();
        w.Line(allowUnsafe ? "internal static ref byte Start => ref *Bytes;" : "internal static ref byte Start => ref MemoryMarshal.GetArrayDataReference(Bytes!);");
        w.Line();
        w.Open($"private static byte{(allowUnsafe ? "*" : "[]?")} Load()");
        w.Raw($"{(allowUnsafe ? "" : "using ")}global::System.IO.Stream? stream = typeof({plan.ClassName}).Assembly.GetManifestResourceStream({resource});");
        w.Open($"if (stream is null || stream.Length != {Literal.Int(plan.WeightBytes)})");
        w.Line("return null;");
        w.Close();
        w.Line();
        if (allowUnsafe)
        {
            w.Line("return ((UnmanagedMemoryStream)stream).PositionPointer;");
        }
        else
        {
            w.Line("byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)stream.Length), pinned: true);");
            w.Line("stream.ReadExactly(bytes, 0, bytes.Length);");
            w.Line("return bytes;");
        }

        w.Close();
        w.Close();
        w.Line();
    }
}
