namespace ModelCodegen.Testing;

/// <summary>An instruction set that a child process is held to.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Environment">The runtime's switches.</param>
public sealed record Tier(string Name, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>All tiers: what this machine has, then less and less of it.</summary>
    public static readonly IReadOnlyList<Tier> All =
    [
        Of("Best"),
        Of("Avx512", "DOTNET_EnableAVXVNNI"),
        Of("Avx2", "DOTNET_EnableAVXVNNI", "DOTNET_EnableAVX512"),
        Of("Vector128", "DOTNET_EnableAVXVNNI", "DOTNET_EnableAVX512", "DOTNET_EnableAVX2"),
        Of("Scalar", "DOTNET_EnableHWIntrinsic"),
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Tier Of(string name, params string[] off) => new(name, off.ToDictionary(static s => s, static _ => "0"));
}
