using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Recurrent;

/// <summary>Reads the functions of recurrent cells: the attributes <c>activations</c>, <c>activation_alpha</c> and
/// <c>activation_beta</c>, where only functions that have parameters take one off the lists.</summary>
internal static class RecurrentFunctions
{
    // The kernel's type, how many parameters the function has, and their values where none are given.
    private static readonly Dictionary<string, (string Kernel, int Parameters, float A, float B)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Affine"] = ("Affine", 2, 1, 0),
        ["Elu"] = ("Elu", 1, 1, 0),
        ["HardSigmoid"] = ("HardSigmoid", 2, 0.2f, 0.5f),
        ["LeakyRelu"] = ("LeakyRelu", 1, 0.01f, 0),
        ["Relu"] = ("Clip", 0, 0, float.PositiveInfinity),
        ["ScaledTanh"] = ("ScaledTanh", 2, 1, 1),
        ["Sigmoid"] = ("Sigmoid", 0, 0, 0),
        ["Softplus"] = ("Softplus", 0, 0, 0),
        ["Softsign"] = ("Softsign", 0, 0, 0),
        ["Tanh"] = ("Tanh", 0, 0, 0),
        ["ThresholdedRelu"] = ("ThresholdedRelu", 1, 1, 0),
    };

    /// <summary>The functions of all directions, one direction after the other.</summary>
    /// <param name="node">The node.</param>
    /// <param name="directions">How many there are.</param>
    /// <param name="defaults">One direction's functions where the node names none.</param>
    public static ImmutableArray<RecurrentFunction> Read(NodeReader node, int directions, params string[] defaults)
    {
        ImmutableArray<string> names = node.Texts("activations");
        names = names.IsEmpty ? [.. Enumerable.Repeat(defaults, directions).SelectMany(name => name)] : names;
        if (names.Length != defaults.Length * directions)
        {
            throw node.Invalid($"the attribute 'activations' names {names.Length} functions, where {defaults.Length * directions} are needed");
        }

        var alphas = new Queue<float>(node.Floats("activation_alpha"));
        var betas = new Queue<float>(node.Floats("activation_beta"));
        var functions = ImmutableArray.CreateBuilder<RecurrentFunction>();
        foreach (string name in names)
        {
            if (!Known.TryGetValue(name, out (string Kernel, int Parameters, float A, float B) known))
            {
                throw node.Invalid($"the attribute 'activations' names the function '{name}', which is not defined");
            }

            float a = known.Parameters > 0 && alphas.TryDequeue(out float alpha) ? alpha : known.A;
            float b = known.Parameters > 1 && betas.TryDequeue(out float beta) ? beta : known.B;
            functions.Add(new RecurrentFunction(known.Kernel, a, b));
        }

        return functions.ToImmutable();
    }
}
