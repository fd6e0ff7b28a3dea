using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace ModelCodegen.Benchmarks.Kernels;

/// <summary>BenchmarkDotNet's column of billions of multiply-adds per second, of the mean time.</summary>
internal sealed class GmacsColumn(IReadOnlyList<ConvCase> convolutions) : IColumn
{
    /// <inheritdoc/>
    public string Id => nameof(GmacsColumn);

    /// <inheritdoc/>
    public string ColumnName => "GMAC/s";

    /// <inheritdoc/>
    public string Legend => "Billions of multiply-adds per second";

    /// <inheritdoc/>
    public bool AlwaysShow => true;

    /// <inheritdoc/>
    public bool IsNumeric => true;

    /// <inheritdoc/>
    public ColumnCategory Category => ColumnCategory.Custom;

    /// <inheritdoc/>
    public int PriorityInCategory => 0;

    /// <inheritdoc/>
    public UnitType UnitType => UnitType.Dimensionless;

    /// <inheritdoc/>
    public bool IsAvailable(Summary summary) => true;

    /// <inheritdoc/>
    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        ConvCase conv = convolutions.Single(conv => conv.ToString() == (string)benchmarkCase.Parameters[nameof(ConvBenchmark.Convolution)]);
        return summary[benchmarkCase]?.ResultStatistics is { } times ? (conv.MultiplyAdds / times.Mean).ToString("F1", CultureInfo.InvariantCulture) : "?";
    }

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
