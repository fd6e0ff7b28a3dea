using System.Runtime.InteropServices;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Lower;

/// <summary>Collects the weight resource; equal arrays are stored once.</summary>
internal sealed class WeightBlob
{
    private readonly MemoryStream bytes = new();
    private readonly Dictionary<string, Location> known = new(StringComparer.Ordinal);

    /// <summary>Appends an array, little-endian, at a multiple of 4.</summary>
    /// <exception cref="CompilationException">The weights exceed what an int counts.</exception>
    public Location Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> data = MemoryMarshal.AsBytes(values);
        string key = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(data));
        if (!known.TryGetValue(key, out Location location))
        {
            while (bytes.Length % 4 != 0)
            {
                bytes.WriteByte(0);
            }

            if (bytes.Length + data.Length > int.MaxValue / 2)
            {
                throw new CompilationException(DiagnosticCode.TooLarge, "The network's weights exceed 1 GiB.");
            }

            location = Location.Weights((int)bytes.Length);
            bytes.Write(data);
            known[key] = location;
        }

        return location;
    }

    /// <summary>The resource.</summary>
    public byte[] ToArray() => bytes.ToArray();
}
