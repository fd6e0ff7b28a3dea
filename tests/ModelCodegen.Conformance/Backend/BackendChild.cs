using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Testing;

namespace ModelCodegen.Conformance.Backend;

/// <summary>What tests start in child processes: runs what <see cref="BackendSuite.Write"/> wrote, and prints a hash of each network's outputs.</summary>
internal static class BackendChild
{
    /// <summary>Runs all networks of a folder.</summary>
    /// <param name="group">The tests' group.</param>
    /// <param name="folder">Where they are.</param>
    public static int Run(string group, string folder)
    {
        Dictionary<string, BackendTest> tests = BackendTest.All(group).ToDictionary(test => test.Name, StringComparer.Ordinal);
        string model = Path.Combine(folder, $"{Environment.ProcessId}.onnx");
        foreach (string image in Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            string[] plans = [.. Directory.GetFiles(Path.ChangeExtension(image, null)).Order(StringComparer.Ordinal)];
            IReadOnlyList<GeneratedNetwork> networks = GeneratedNetwork.Load(File.ReadAllBytes(image), [.. plans.Select(File.ReadAllText)]);
            foreach ((string plan, GeneratedNetwork network) in plans.Zip(networks))
            {
                string name = Path.GetFileName(plan);
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                foreach ((Array[] inputs, Tensor[] _) in tests[name].Write(model))
                {
                    foreach (Array output in network.Run(inputs).Where(output => output.Length > 0))
                    {
                        hash.AppendData(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(output), output.Length * ElementSize(output)));
                    }
                }

                Console.WriteLine($"{name} {Convert.ToHexString(hash.GetHashAndReset())}");
                network.Dispose();
            }
        }

        return 0;
    }

    // Buffer.ByteLength knows no Half.
    private static int ElementSize(Array array) => array is Half[] ? 2 : Buffer.ByteLength(array) / array.Length;
}
