using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>The kernels' functions for it.</summary>
public static class ScatterReductionExtensions
{
    /// <summary>The function's type; of truth values the sum is their Or, the product their And.</summary>
    public static string Function(this ScatterReduction reduction, ElementType type)
    {
        string function = reduction switch
        {
            ScatterReduction.None => "Replace",
            ScatterReduction.Add when type == ElementType.Boolean => "Max",
            ScatterReduction.Mul when type == ElementType.Boolean => "Min",
            _ => reduction.ToString(),
        };
        return $"{function}<{type.KernelName()}>";
    }
}
