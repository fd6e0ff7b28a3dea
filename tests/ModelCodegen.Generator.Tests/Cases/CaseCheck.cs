using System.Globalization;
using System.Security.Cryptography;
using ModelCodegen.Generator.Tests.Reference;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Generator.Tests.Cases;

/// <summary>Runs cases in this process and compares them with the reference.</summary>
internal static class CaseCheck
{
    /// <summary>One line per case: name, a hash of the result where all tiers have to agree, and what is wrong.</summary>
    public static IEnumerable<string> Run(IReadOnlyList<KernelCase> cases, byte[] image)
    {
        IReadOnlyList<GeneratedNetwork> networks = GeneratedNetwork.Load(image, [.. cases.Select(c => PlanXml.Write(c.Plan))]);
        for (int i = 0; i < cases.Count; i++)
        {
            KernelCase c = cases[i];
            var actual = (byte[])networks[i].Run(c.Arena)[0];
            byte[] expected = PlanReference.Run(c.Plan, c.Weights, c.Arena)[0];
            string hash = c.SameBits ? Convert.ToHexString(SHA256.HashData(actual))[..16] : "-";
            yield return $"{c.Plan.ClassName}\t{hash}\t{Difference(c, expected, actual)}";
        }
    }

    private static string Difference(KernelCase c, byte[] expected, byte[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] == actual[i])
            {
                continue;
            }

            if (c.Tolerance == 0)
            {
                return Describe(c, i, expected[i], actual[i]);
            }

            float e = BitConverter.ToSingle(expected, i / 4 * 4);
            float a = BitConverter.ToSingle(actual, i / 4 * 4);
            // GELU is a difference of nearly equal numbers where it is nearly 0.
            double allowed = c.Step is UnaryStep { Activation.Function: not UnaryFunction.Gelu } or SoftmaxStep ? (c.Tolerance * Math.Abs(e)) + 1e-38 : c.Tolerance * (1 + Math.Abs(e));
            if (!(Math.Abs((double)e - a) <= allowed) && !e.Equals(a))
            {
                return Describe(c, i, e, a);
            }
        }

        return "";
    }

    private static string Describe(KernelCase c, int at, float expected, float actual) =>
        string.Create(CultureInfo.InvariantCulture, $"byte {at}: {expected:R} expected, {actual:R} found; {c.Step}");
}
