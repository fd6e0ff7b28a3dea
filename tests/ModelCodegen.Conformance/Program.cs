using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance;

/// <summary>
/// <c>operators</c> prints the README's table of operators; <c>zoo [--json FILE] [NAME...]</c> compares whole networks; <c>summary [FILTER]</c> counts ONNX's backend tests. What tests start in child processes: <c>run IMAGE PLAN COUNT</c>
/// prints a hash of a network's outputs.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["summary", .. var rest]: return Backend.Summary.Print(rest);
            case ["operators"]:
                Console.Write(Backend.OperatorTable.Make(Backend.BackendSuite.Run("node", Console.Error.WriteLine)));
                return 0;
            case ["zoo", .. var rest]: return Zoo.ZooTable.Print(rest);
            case ["backend-run", var group, var folder]: return Backend.BackendChild.Run(group, folder);
            case ["zoo-run", var zooImage, var zooPlan]: return Zoo.ZooChild.Run(zooImage, zooPlan);
        }

        if (arguments is not ["run", var image, var plan, var count])
        {
            Console.Error.WriteLine("Usage: summary [FILTER], operators, or zoo [--json FILE] [NAME...]. The tests start this with arguments of their own.");
            return 1;
        }

        using GeneratedNetwork network = GeneratedNetwork.Load(File.ReadAllBytes(image), [File.ReadAllText(plan)])[0];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (float[] pixels in FashionMnist.Images.Take(int.Parse(count, CultureInfo.InvariantCulture)))
        {
            hash.AppendData(MemoryMarshal.AsBytes(((float[])network.Run(pixels)[0]).AsSpan()));
        }

        Console.WriteLine(Convert.ToHexString(hash.GetHashAndReset()));
        return 0;
    }
}
