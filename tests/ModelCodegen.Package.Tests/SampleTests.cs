using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelCodegen.Package.Tests;

/// <summary>The sample app, by the README's command.</summary>
public sealed partial class SampleTests
{
    [Fact]
    public void TheSamplePrintsItsTableAndSomeImages()
    {
        CommandResult result = DotNet.Run(LocalPackage.Repository, "run", "--project", "sample-app", "-c", "Release").Succeeded();

        string[] lines = result.Output.ReplaceLineEndings("\n").Split('\n');
        int head = Array.IndexOf(lines, "model            quantization  sparsity  top-1    bytes    us/image");
        result.Require(head >= 0, "should have printed the table's head");
        Match[] rows = [.. lines[(head + 1)..].TakeWhile(line => line.Length > 0).Select(line => Row().Match(line))];
        result.Require(rows.Length == 6 && rows.All(row => row.Success), "should have printed six rows in the table's shape");
        Assert.Equal(
            ["LeNetFloat none", "LeNet int8", "LeNetPruned int8", "MobileNetFloat none", "MobileNet int8", "MobileNetPruned int8"],
            rows.Select(row => $"{row.Groups["model"].Value} {row.Groups["quantization"].Value}"));
        foreach (Match[] network in rows.Chunk(3))
        {
            // Each row is smaller than the one above it, as good within a few of 2,000 images, and only the last has blocks removed.
            Assert.True(Number(network[1], "bytes") < 0.5 * Number(network[0], "bytes"));
            Assert.True(Number(network[2], "bytes") < Number(network[1], "bytes"));
            Assert.All(network, row => Assert.InRange(Number(row, "top1"), 85, 95));
            Assert.InRange(Number(network[1], "top1"), Number(network[0], "top1") - 0.5, 100);
            Assert.True(Number(network[1], "sparsity") < 0.1 && Number(network[2], "sparsity") > 0.1);
        }

        Assert.Contains(lines[head..], line => line.Contains('█', StringComparison.Ordinal));
        Assert.Contains(lines[head..], line => line.Contains("Ankle boot", StringComparison.Ordinal));
    }

    private static double Number(Match row, string column) => double.Parse(row.Groups[column].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<model>\S+) {1,16}(?<quantization>none|int8) {1,12}(?<sparsity>\d\.\d\d)      (?<top1>\d\d\.\d\d) %  (?<bytes>\d+) +(?<us>\d+\.\d)$")]
    private static partial Regex Row();
}
