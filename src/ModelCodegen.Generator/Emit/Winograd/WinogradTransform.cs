using System;
using System.Linq;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// The matrices of Winograd's minimal filtering F(m x m, 3x3), one dimension at a time (Lavin and Gray 2015), with the
/// fractions of the weights' matrix moved to the outputs' one, so that integers stay whole. Sums of integers are taken modulo
/// 2^32; the outputs come out multiplied by a power of two times an odd number, which is divided out by its inverse.
/// </summary>
/// <param name="Isa">The instruction set.</param>
/// <param name="Outputs">m, 2 or 4.</param>
/// <param name="IsFloat">Floats, or integers.</param>
internal sealed record WinogradTransform(Isa Isa, int Outputs, bool IsFloat)
{
    // 9 * 0x38E38E39 = 1 modulo 2^32.
    private const string InverseOf9 = "0x38E38E39";

    /// <summary>Rows and columns of a tile of inputs.</summary>
    public int Inputs => Outputs + 2;

    private string OperandType => $"{Isa.V}<{(IsFloat ? "float" : "short")}>";

    private string SumType => $"{Isa.V}<{(IsFloat ? "float" : "int")}>";

    /// <summary>Transforms inputs <c>d{y}{x}</c>: declares <c>v{y}{x}</c>.</summary>
    public void TransformInputs(IndentedWriter w) => TwoDimensions(w, OperandType, "d", Inputs, "v", Inputs, InputLine);

    /// <summary>Transforms weights <c>g{y}{x}</c>: declares <c>u{y}{x}</c>.</summary>
    public void TransformWeights(IndentedWriter w) => TwoDimensions(w, OperandType, "g", 3, "u", Inputs, WeightLine);

    /// <summary>Transforms sums <c>m{y}{x}</c>: declares <c>s{y}{x}</c>, still to be scaled.</summary>
    public void TransformSums(IndentedWriter w) => TwoDimensions(w, SumType, "m", Inputs, "s", Outputs, SumLine);

    /// <summary>Adds a transformed sum to an accumulator, scaled; an expression.</summary>
    public string Add(string sum, string acc) =>
        IsFloat ? Isa.FusedMultiplyAdd(sum, $"{Isa.V}.Create(0.25f)", acc)
        : Outputs == 2 ? $"{acc} + ({sum} >> 2)"
        : $"{acc} + (({sum} * {Isa.V}.Create({InverseOf9})) >> 6)";

    // Columns first.
    private static void TwoDimensions(IndentedWriter w, string type, string from, int fromSize, string to, int toSize, Func<string[], string[]> line)
    {
        for (int x = 0; x < fromSize; x++)
        {
            string[] column = line([.. Enumerable.Range(0, fromSize).Select(y => $"{from}{y}{x}")]);
            for (int y = 0; y < toSize; y++)
            {
                w.Line($"{type} {from}{to}{y}{x} = {column[y]};");
            }
        }

        for (int y = 0; y < toSize; y++)
        {
            string[] row = line([.. Enumerable.Range(0, fromSize).Select(x => $"{from}{to}{y}{x}")]);
            for (int x = 0; x < toSize; x++)
            {
                w.Line($"{type} {to}{y}{x} = {row[x]};");
            }
        }
    }

    private string[] InputLine(string[] d) => Outputs == 2
        ? [$"{d[0]} - {d[2]}", $"{d[1]} + {d[2]}", $"{d[2]} - {d[1]}", $"{d[1]} - {d[3]}"]
        :
        [
            $"{Times(4, $"{d[0]} - {d[2]}")} + ({d[4]} - {d[2]})",
            $"({d[4]} - {Times(4, d[2])}) + ({d[3]} - {Times(4, d[1])})",
            $"({d[4]} - {Times(4, d[2])}) - ({d[3]} - {Times(4, d[1])})",
            $"({d[4]} - {d[2]}) + {Times(2, $"{d[3]} - {d[1]}")}",
            $"({d[4]} - {d[2]}) - {Times(2, $"{d[3]} - {d[1]}")}",
            $"{Times(4, $"{d[1]} - {d[3]}")} + ({d[5]} - {d[3]})",
        ];

    private string[] WeightLine(string[] g) => Outputs == 2
        ? [$"{g[0]} + {g[0]}", $"({g[0]} + {g[2]}) + {g[1]}", $"({g[0]} + {g[2]}) - {g[1]}", $"{g[2]} + {g[2]}"]
        :
        [
            g[0],
            $"({g[0]} + {g[2]}) + {g[1]}",
            $"({g[0]} + {g[2]}) - {g[1]}",
            $"({g[0]} + {Times(4, g[2])}) + {Times(2, g[1])}",
            $"({g[0]} + {Times(4, g[2])}) - {Times(2, g[1])}",
            g[2],
        ];

    // For 4 outputs, 24 times the usual matrix behind weights without fractions: the factors 6, -4, -4, 1, 1, 24.
    private string[] SumLine(string[] m) => Outputs == 2
        ? [$"({m[0]} + {m[1]}) + {m[2]}", $"({m[1]} - {m[2]}) - {m[3]}"]
        :
        [
            $"(({Times(4, m[0])} + {Times(2, m[0])}) - {Times(4, $"{m[1]} + {m[2]}")}) + ({m[3]} + {m[4]})",
            $"{Times(2, $"{m[3]} - {m[4]}")} - {Times(4, $"{m[1]} - {m[2]}")}",
            Times(4, $"({m[3]} + {m[4]}) - ({m[1]} + {m[2]})"),
            $"({Times(8, $"{m[3]} - {m[4]}")} - {Times(4, $"{m[1]} - {m[2]}")}) + ({Times(16, m[5])} + {Times(8, m[5])})",
        ];

    private static string Times(int powerOf2, string x) => $"({(x.Contains(" ") ? $"({x})" : x)} << {(int)Math.Log(powerOf2, 2)})";
}
