using System;
using System.Linq;

namespace ModelCodegen.Plan;

/// <summary>A function of elements: a struct of the kernels with its parameters.</summary>
/// <param name="Type">The struct's C# name with its type arguments: <c>Real&lt;float,Elu&gt;</c>.</param>
/// <param name="Parameters">Its constructor's arguments.</param>
public sealed record FunctionArgument(string Type, EquatableArray<double> Parameters) : Argument
{
    /// <inheritdoc/>
    public override string ToString() => "new " + Type + "(" + string.Join(",", Parameters.Select(Format)) + ")";

    internal static new FunctionArgument Parse(string text)
    {
        int open = text.IndexOf('(');
        if (open <= 0 || !text.EndsWith(")", StringComparison.Ordinal))
        {
            throw new FormatException("'" + text + "' is no function.");
        }

        string inner = text.Substring(open + 1, text.Length - open - 2);
        return new FunctionArgument(text.Substring(0, open), inner.Length == 0 ? [] : inner.Split(',').Select(Number).ToArray());
    }
}
