using ModelCodegen.Plan;

namespace ModelCodegen.Benchmarks.Layers;

/// <summary>What one step of a network took, or several together.</summary>
/// <param name="Name">The node, and what is computed.</param>
/// <param name="Kind">What it has in common with others.</param>
/// <param name="Seconds">The least time of all runs.</param>
/// <param name="MultiplyAdds">How many multiply-adds its layer is defined by; 0 where it multiplies nothing.</param>
/// <param name="Steps">How many steps.</param>
internal sealed record LayerRow(string Name, string Kind, double Seconds, long MultiplyAdds, int Steps = 1)
{
    /// <summary>The kind of steps that fill borders.</summary>
    public const string Borders = "Borders";

    /// <summary>Billions of multiply-adds per second.</summary>
    public double Gmacs => MultiplyAdds == 0 ? 0 : MultiplyAdds / Seconds / 1e9;

    /// <summary>What a step has in common with others.</summary>
    public static string KindOf(Step step) => step switch
    {
        ConvStep conv => conv.Description.Split(',')[0] switch
        {
            "Conv 1x1" => "Convolution 1x1",
            var description => description.StartsWith("Conv ", StringComparison.Ordinal) ? "Convolution" : "Matrix product",
        },
        DepthwiseStep => "Depthwise convolution",
        MatMulStep => "Matrix product",
        PoolStep => "Pooling",
        BinaryStep or UnaryStep or LookupStep => "Elementwise",
        ConvertStep or DynamicQuantizeStep => "Copies and conversions",
        FillStep => Borders,
        CallStep call => call.Description.Split(',')[0],
        _ => step.GetType().Name[..^"Step".Length],
    };

    /// <summary>Several rows as one.</summary>
    public static LayerRow Sum(string name, string kind, IReadOnlyCollection<LayerRow> rows) =>
        new(name, kind, rows.Sum(row => row.Seconds), rows.Sum(row => row.MultiplyAdds), rows.Sum(row => row.Steps));
}
