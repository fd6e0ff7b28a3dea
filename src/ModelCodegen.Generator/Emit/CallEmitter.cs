using System.Collections.Generic;
using System.Linq;
using System.Text;
using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Calls of the general kernels.</summary>
internal static class CallEmitter
{
    public static void Emit(CallStep step, StepContext context)
    {
        context.Kernels.AddLibrary(Names(step));
        context.Call(
            step.Types.Count > 0 ? $"{step.Kernel}<{string.Join(", ", step.Types.Select(Qualify))}>" : step.Kernel,
            step.Arguments.Select(Write));
    }

    /// <summary>The library's members that a step mentions.</summary>
    public static IEnumerable<string> Names(CallStep step) =>
        new[] { step.Kernel, "Element", "Read", "Write" }
            .Concat(step.Types.Concat(step.Arguments.OfType<FunctionArgument>().Select(static f => f.Type)).SelectMany(Words));

    /// <summary>The names in a type.</summary>
    public static IEnumerable<string> Words(string type) => type.Split('<', '>', ',', ' ').Where(static word => word.Length > 0);

    private static string Write(Argument argument) => argument switch
    {
        ElementArgument element => $"ref KernelMethods.Element<{element.Type.KernelName()}>({StepContext.Address(element.Location)})",
        SpanArgument span => $"KernelMethods.{(span.IsWritten ? "Write" : "Read")}<{span.Type.KernelName()}>({StepContext.Address(span.Location)}, {Literal.Int(span.Length)})",
        IntegerArgument integer => Literal.Int(integer.Value),
        IntegersArgument integers => Literal.Shape(integers.Values),
        NumberArgument number => Literal.Double(number.Value),
        FlagArgument flag => flag.Value ? "true" : "false",
        FunctionArgument function => $"new {Qualify(function.Type)}({string.Join(", ", function.Parameters.Select(Literal.Double))})",
        _ => throw new System.NotSupportedException(argument.GetType().Name),
    };

    // Real<float,Elu> becomes KernelMethods.Real<float, KernelMethods.Elu>.
    private static string Qualify(string type)
    {
        var result = new StringBuilder();
        int start = 0;
        for (int i = 0; i <= type.Length; i++)
        {
            if (i < type.Length && (char.IsLetterOrDigit(type[i]) || type[i] == '_'))
            {
                continue;
            }

            string word = type.Substring(start, i - start);
            result.Append(KernelLibrary.Contains(word) ? "KernelMethods." : "").Append(word);
            if (i < type.Length)
            {
                result.Append(type[i] == ',' ? ", " : type[i].ToString());
            }

            start = i + 1;
        }

        return result.ToString();
    }
}
