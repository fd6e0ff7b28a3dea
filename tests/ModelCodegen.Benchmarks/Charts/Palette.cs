namespace ModelCodegen.Benchmarks.Charts;

/// <summary>The charts' colours, which colour-blind people can tell apart (Okabe and Ito's).</summary>
internal static class Palette
{
    /// <summary>Texts.</summary>
    public const string Text = "#222222";

    /// <summary>Texts of less weight.</summary>
    public const string Faint = "#767676";

    /// <summary>Lines of a grid.</summary>
    public const string Grid = "#dddddd";

    /// <summary>What is ours.</summary>
    public const string Ours = "#0072b2";

    /// <summary>What is ours, too, in second place.</summary>
    public const string OursLight = "#8fc4e6";

    /// <summary>What is the peer's.</summary>
    public const string Peer = "#d55e00";

    /// <summary>What is the peer's, too, in second place.</summary>
    public const string PeerLight = "#f3b98b";

    /// <summary>Kinds, in the order of their weight.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b3a100", "#999999"];
}
