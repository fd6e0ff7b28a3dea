using System.Globalization;

namespace ModelCodegen.Compiler.Compress.Quantization;

/// <summary>Finds names that the network does not use yet.</summary>
internal static class FreshName
{
    /// <summary>The wish itself, or with the first free number behind it.</summary>
    public static string For(string wish, Func<string, bool> isTaken)
    {
        string name = wish;
        for (int i = 2; isTaken(name); i++)
        {
            name = wish + i.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }
}
