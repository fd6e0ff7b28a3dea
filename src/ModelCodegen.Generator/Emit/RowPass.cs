using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelCodegen.Generator.Emit;

/// <summary>
/// Loops over a row of adjacent floats, 16 at a time. Where the row's length is no multiple of 16, the last vectors reach
/// beyond its end, which reductions must not count and stores must not touch.
/// </summary>
/// <param name="Isa">The instruction set.</param>
/// <param name="HasRest">Whether the length is no multiple of 16; literal in the kernel.</param>
internal sealed record RowPass(Isa Isa, bool HasRest)
{
    /// <summary>The property's part of a kernel's name.</summary>
    public static string Name(bool hasRest) => hasRest ? "Rest" : "";

    /// <summary>Numbers of the vectors that hold 16 lanes.</summary>
    public IEnumerable<int> Vectors => Enumerable.Range(0, Isa.VectorsOf16);

    /// <summary>Declares what passes need to know of rows of <c>length</c> elements; once, before the first row.</summary>
    public void Declare(IndentedWriter w)
    {
        w.Line("nint end = (nint)length * 4;");
        if (HasRest)
        {
            w.Line("int rest = length % 16;");
            foreach (int i in Vectors)
            {
                string lanes = string.Join(", ", Enumerable.Range(i * Isa.Lanes, Isa.Lanes).Select(Literal.Int));
                w.Line($"{Isa.V}<float> inside{i} = {Isa.V}.LessThan({Isa.V}.Create({lanes}), {Isa.V}.Create(rest)).AsSingle();");
            }
        }
    }

    /// <summary>
    /// Writes a pass. <paramref name="compute"/> writes the code for 16 elements at byte <c>at</c> of the row, whole or of
    /// the rest.
    /// </summary>
    /// <param name="w">Takes the code.</param>
    /// <param name="compute">Takes whether it is the rest.</param>
    /// <param name="rows">How many rows, which follow each other, the pass goes over together.</param>
    public void Write(IndentedWriter w, Action<bool> compute, int rows = 1)
    {
        if (!HasRest)
        {
            w.Open("for (nint at = 0; at < end; at += 64)");
            Elements(false);
            w.Close();
            return;
        }

        w.Open();
        w.Line("nint at = 0;");
        w.Open("for (; at <= end - 64; at += 64)");
        Elements(false);
        w.Close();
        w.Line();
        w.Open();
        Elements(true);
        w.Close();
        w.Close();

        void Elements(bool rest)
        {
            for (int row = 1; row < rows; row++)
            {
                w.Line($"nint {At(row)} = {At(row - 1)} + end;");
            }

            compute(rest);
        }
    }

    /// <summary>The byte of the elements in one of several rows.</summary>
    public static string At(int row) => row == 0 ? "at" : "at" + Literal.Int(row);

    /// <summary>Loads vector <paramref name="i"/> of the 16 floats at byte <c>at</c> behind a reference.</summary>
    public string Load(string reference, int i, int row = 0) => Isa.Load("float", reference, At(i, row));

    /// <summary>Stores vector <paramref name="i"/> of 16 floats, or those of them that lie in the row.</summary>
    public string Store(string vector, string reference, int i, bool isRest, int row = 0) => isRest
        ? $"KernelMethods.StoreWords{Isa.Lanes * 32}({vector}.AsInt32(), ref {Isa.At(reference, At(i, row))}, rest{(i == 0 ? "" : $" - {i * Isa.Lanes}")});"
        : Isa.Store(vector, reference, At(i, row));

    /// <summary>Vector <paramref name="i"/> with zeros beyond the row's end.</summary>
    public string Inside(string vector, int i, bool isRest) => isRest ? $"({vector} & inside{i})" : vector;

    private string At(int i, int row) => At(row) + (i == 0 ? "" : $" + {i * Isa.Lanes * 4}");
}
