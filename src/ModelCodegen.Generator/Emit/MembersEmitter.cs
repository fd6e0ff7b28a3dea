using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Writes a network's public members and its arena.</summary>
internal static class MembersEmitter
{
    /// <summary>The names of all memories, in the order in which they are passed on.</summary>
    public static IEnumerable<string> Memories(NetworkPlan plan) =>
        new[] { "arena" }
            .Concat(plan.WeightBytes > 0 ? ["weights"] : Enumerable.Empty<string>())
            .Concat(Enumerable.Range(0, plan.Inputs.Count).Select(static i => $"input{i}"))
            .Concat(Enumerable.Range(0, plan.Outputs.Count).Select(static i => $"output{i}"));

    public static void Constants(IndentedWriter w, NetworkPlan plan)
    {
        foreach (Port port in plan.Inputs.Concat(plan.Outputs).Where(static port => port.Kind != PortKind.Dims))
        {
            string name = Literal.Xml(port.Name);
            w.Raw($"/// <summary>The {(port.Kind == PortKind.Counted ? "largest " : "")}number of elements of <c>{name}</c>.</summary>");
            w.Line($"public const int {LengthOf(port)} = {Literal.Int(port.Length)};");
            w.Line();
            w.Raw($"/// <summary>The {(port.Kind == PortKind.Counted ? "largest " : "")}dimensions of <c>{name}</c>.</summary>");
            w.Line($"public static ReadOnlySpan<int> {port.Property}Shape => {Literal.Shape(port.Shape)};");
            w.Line();
            if (port.Scale is { } scale)
            {
                w.Raw($"/// <summary>An element of <c>{name}</c> stands for <c>(element - {port.Property}ZeroPoint) * {port.Property}Scale</c>.</summary>");
                w.Line($"public const float {port.Property}Scale = {Literal.Float(scale)};");
                w.Line();
                w.Raw($"/// <summary>The element of <c>{name}</c> that stands for 0.</summary>");
                w.Line($"public const int {port.Property}ZeroPoint = {Literal.Int(port.ZeroPoint)};");
                w.Line();
            }
        }

        w.Raw("/// <summary>How the weights and activations are represented.</summary>");
        w.Raw("public const string Quantization = " + Literal.String(plan.Quantization) + ";");
        w.Line();
        w.Raw("/// <summary>The SHA-256 of the model file.</summary>");
        w.Raw("public const string SourceSha256 = " + Literal.String(plan.SourceSha256) + ";");
        w.Line();
        w.Raw("/// <summary>The share of weights that are zero.</summary>");
        w.Line("public const double Sparsity = " + Literal.Double(plan.Sparsity) + ";");
        w.Line();
        w.Raw("/// <summary>The bytes of all weights, in a resource of this assembly.</summary>");
        w.Line("public const int WeightBytes = " + Literal.Int(plan.WeightBytes) + ";");
        w.Line();
    }

    public static void Lifetime(IndentedWriter w, NetworkPlan plan, IReadOnlyList<string> prefill, bool pool)
    {
        string type = plan.ClassName;
        w.Line("private readonly int _start;");
        w.Line("private byte[]? _arena;");
        if (pool)
        {
            w.Line("private PoolOwner? _owner;");
        }

        w.Line();
        w.Raw("/// <summary>Allocates the memory for intermediate results; the weights are shared by all instances.</summary>");
        w.Raw("/// <param name=\"threads\">How many threads <c>Run</c> may use.</param>");
        w.Raw($"public {type}(int threads = 1)");
        w.Open();
        w.Open("if (threads < 1)");
        w.Line("throw new ArgumentOutOfRangeException(nameof(threads), threads, \"At least one thread has to run the network.\");");
        w.Close();
        w.Line();
        if (plan.WeightBytes > 0)
        {
            w.Open("if (WeightMemory.AreMissing)");
            w.Raw($"throw new global::System.InvalidOperationException({Literal.String($"The plan and the weights of {plan.ClassName} come from different builds: the resource {plan.ResourceName} is missing or has another length. Rebuild the project.")});");
            w.Close();
            w.Line();
        }

        // Scratch memory lies behind the arena, once per thread; it is neither cleared nor touched before it is used.
        int tail = NetworkPlan.ReadSlack + 64;
        string fixedBytes = ((long)plan.ArenaBytes + tail).ToString(CultureInfo.InvariantCulture);
        string scratch = Literal.Int(plan.ScratchBytes);
        string bytes = plan.ScratchBytes == 0 ? fixedBytes
            : pool ? $"checked({fixedBytes} + threads * {scratch})"
            : ((long)plan.ArenaBytes + plan.ScratchBytes + tail).ToString(CultureInfo.InvariantCulture);
        w.Line($"_arena = GC.AllocateUninitializedArray<byte>({bytes}, pinned: true);");
        w.Line($"MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(_arena), {(plan.ScratchBytes == 0 ? "_arena.Length" : fixedBytes)}).Clear();");
        w.Line("_start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_arena, 0) & 63);");
        if (prefill.Count > 0)
        {
            w.Line("ref byte arena = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_arena), _start);");
        }

        foreach (string call in prefill)
        {
            w.Line(call);
        }

        if (pool)
        {
            w.Open("if (threads > 1)");
            w.Line("_owner = new PoolOwner(new WorkerPool(_arena, _start, threads));");
            w.Close();
        }

        w.Close();
        w.Line();
        w.Raw("/// <summary>Releases the memory. Calling it again does nothing.</summary>");
        w.Open("public void Dispose()");
        w.Line("_arena = null;");
        if (pool)
        {
            w.Open("if (_owner is not null)");
            w.Line("_owner.Pool.Stop();");
            w.Line("GC.SuppressFinalize(_owner);");
            w.Line("_owner = null;");
            w.Close();
        }

        w.Close();
        w.Line();
    }

    public static void Run(IndentedWriter w, NetworkPlan plan, int methods, bool pool)
    {
        w.Raw("/// <summary>Runs the network. Allocates nothing.</summary>");
        foreach (Port port in plan.Inputs.Concat(plan.Outputs))
        {
            string parameter = port.Parameter.TrimStart('@');
            string text = port.Kind switch
            {
                PortKind.Counted => $"{Shape(port)} at most, whose dimensions depend on data; at least {Literal.Int(port.Length)} elements, of which those behind the result are left as they are.",
                PortKind.Dims => $"its {Literal.Int(port.Length)} dimensions.",
                _ => $"{Shape(port)}, {Literal.Int(port.Length)} elements.",
            };
            w.Raw($"/// <param name=\"{parameter}\"><c>{Literal.Xml(port.Name)}</c>: {text}</param>");
        }

        w.Raw("/// <exception cref=\"global::System.ArgumentException\">A span's length is not that of its tensor.</exception>");
        w.Raw("/// <exception cref=\"global::System.ObjectDisposedException\">The instance was disposed.</exception>");
        IEnumerable<string> parameters = plan.Inputs.Select(static p => $"ReadOnlySpan<{p.Type.CSharpName()}> {p.Parameter}")
            .Concat(plan.Outputs.Select(static p => $"Span<{p.Type.CSharpName()}> {p.Parameter}"));
        w.Open($"public void Run({string.Join(", ", parameters)})");
        w.Open("if (this._arena is null)");
        w.Raw($"throw new global::System.ObjectDisposedException({Literal.String(plan.ClassName)});");
        w.Close();
        w.Line();
        foreach (Port port in plan.Inputs.Concat(plan.Outputs))
        {
            string name = port.Parameter.TrimStart('@');
            (string check, string message) = port.Kind switch
            {
                PortKind.Counted => ($"< {LengthOf(port)}", $"'{name}' needs at least {Literal.Int(port.Length)} elements, its shape being at most {Shape(port)}."),
                PortKind.Dims => ($"!= {Literal.Int(port.Length)}", $"'{name}' needs {Literal.Int(port.Length)} elements, one per dimension."),
                _ => ($"!= {LengthOf(port)}", $"'{name}' needs {Literal.Int(port.Length)} elements, its shape being {Shape(port)}."),
            };
            w.Open($"if ({port.Parameter}.Length {check})");
            w.Raw($"throw new global::System.ArgumentException({Literal.String(message)}, nameof({port.Parameter}));");
            w.Close();
            w.Line();
        }

        string arguments = string.Join(", ", Arguments(plan).Concat(pool ? ["this._owner?.Pool"] : []));
        for (int i = 0; i < methods; i++)
        {
            w.Raw($"Layers{i}({arguments});");
        }

        w.Close();
        w.Line();
    }

    // Written out, so that no parameter's name can be mistaken for a type's.
    private static IEnumerable<string> Arguments(NetworkPlan plan)
    {
        const string Unsafe = "global::System.Runtime.CompilerServices.Unsafe";
        const string Marshal = "global::System.Runtime.InteropServices.MemoryMarshal";
        yield return $"ref {Unsafe}.Add(ref {Marshal}.GetArrayDataReference(this._arena), this._start)";
        if (plan.WeightBytes > 0)
        {
            yield return "ref WeightMemory.Start";
        }

        foreach (Port port in plan.Inputs.Concat(plan.Outputs))
        {
            string type = port.Type.CSharpName();
            yield return type == "byte"
                ? $"ref {Marshal}.GetReference({port.Parameter})"
                : $"ref {Unsafe}.As<{type}, byte>(ref {Marshal}.GetReference({port.Parameter}))";
        }
    }

    private static string LengthOf(Port port) => port.Property + (port.Kind == PortKind.Counted ? "MaxLength" : "Length");

    private static string Shape(Port port) => "[" + string.Join(", ", port.Shape.Select(Literal.Int)) + "]";
}
