using System.Numerics;

namespace ModelCodegen.Compiler.Import;

/// <summary>Looks for elements that are NaN or infinite.</summary>
internal static class FiniteSearch
{
    /// <summary>The first such element's index, or -1.</summary>
    public static int IndexOfAnyExceptFinite<T>(this ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
