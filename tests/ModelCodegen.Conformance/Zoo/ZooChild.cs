using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ModelCodegen.Peers.Zoo;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance.Zoo;

/// <summary>What tests start in child processes: a network of the zoo, run on a few inputs, prints a hash of its outputs.</summary>
internal static class ZooChild
{
    private const int Inputs = 2;

    /// <summary>Runs a compiled network.</summary>
    public static int Run(string image, string plan)
    {
        string xml = File.ReadAllText(plan);
        Port input = PlanXml.Read(xml).Inputs[0];
        using GeneratedNetwork network = GeneratedNetwork.Load(File.ReadAllBytes(image), [xml])[0];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Array values in ZooInputs.Make(input.Shape, input.Type == ElementType.Int64 ? typeof(long) : typeof(float), Inputs, seed: 3))
        {
            foreach (Array output in network.Run(values))
            {
                hash.AppendData(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(output), Buffer.ByteLength(output)));
            }
        }

        Console.WriteLine(Convert.ToHexString(hash.GetHashAndReset()));
        return 0;
    }
}
