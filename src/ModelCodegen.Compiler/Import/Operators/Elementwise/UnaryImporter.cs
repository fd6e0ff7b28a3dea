using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Functions of one element whose parameters are attributes.</summary>
internal static class UnaryImporter
{
    /// <summary>The importer of a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="parameters">The attributes that are its parameters, with their defaults.</param>
    public static Action<NodeReader> For(UnaryFunction function, params (string Name, float Default)[] parameters) => node =>
    {
        node.Expect(1, 1);
        node.Ignore("consumed_inputs");
        float[] values = [.. parameters.Select(parameter => node.Float(parameter.Name, parameter.Default)), 0, 0];
        node.Emit(new Unary(new Activation(function, values[0], values[1])));
    };
}
