using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using ModelCodegen.Compiler.Report;
using ModelCodegen.Compiler.Report.Html;
using ModelCodegen.Compiler.Tests.Compress.Data;

namespace ModelCodegen.Compiler.Tests.Report;

public sealed class ReportTests
{
    private const string Hostile = "</style><script>alert('1')</script>\"&<!--\u0001\uD800 ]]>";

    [Fact]
    public void Json_has_the_documented_members_in_their_order()
    {
        JsonElement report = JsonDocument.Parse(ReportJson.Write(Collect())).RootElement;
        Assert.Equal(
            [
                "schema", "toolVersion", "model", "sha256", "class", "options", "quantization", "inputs", "outputs", "totals",
                "calibrationSamples", "comparedSamples", "accuracy", "pruning", "layers", "warnings",
            ],
            Names(report));
        Assert.Equal(1, report.GetProperty("schema").GetInt32());
        Assert.Equal(["fileBytes", "weightBytes", "arenaBytes", "parameters", "macs", "sparsity", "predictedMicroseconds"], Names(report.GetProperty("totals")));
        JsonElement layer = report.GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("name").GetString()!.StartsWith("c_node", StringComparison.Ordinal));
        Assert.Equal(
            [
                "name", "operator", "inputs", "outputs", "shape", "weightShape", "precision", "weightBits", "macs", "parameters", "constantBytes",
                "sparsity", "sqnr", "predictedMicroseconds", "activation",
            ],
            Names(layer));
        Assert.Equal("int8", layer.GetProperty("precision").GetString());
        Assert.Equal(8, layer.GetProperty("weightBits").GetInt32());
        Assert.Equal(2 * 4 * 9 * 36, layer.GetProperty("macs").GetInt64());
        Assert.Equal(["range", "clip", "histogram"], Names(layer.GetProperty("activation")));
        Assert.Equal(["start", "width", "counts"], Names(layer.GetProperty("activation").GetProperty("histogram")));
    }

    [Fact]
    public void Layers_say_what_was_measured()
    {
        NetworkReport report = Collect();
        LayerReport conv = report.Layers.Single(layer => layer.Name.StartsWith("c_node", StringComparison.Ordinal));
        Assert.Equal(32, report.CalibrationSamples);
        Assert.Equal(16, report.ComparedSamples);
        Assert.InRange(conv.Sqnr!.Value, 25, 60);
        Assert.Equal(32 * 4 * 36, conv.Activation!.Histogram!.Counts.Sum());
        Assert.InRange(conv.Activation.Histogram.Counts.Count, 2, 64);
        Assert.Equal(0, conv.Activation.Range!.Min);
        Assert.Equal(conv.Activation.Range.Max, conv.Activation.Clip!.Max, 0.02);
        Assert.Equal(report.Totals.Macs, report.Layers.Sum(layer => layer.Macs));
        Assert.True(conv.PredictedMicroseconds > 0);
        Assert.Null(report.Accuracy);
    }

    [Fact]
    public void Accuracy_is_that_on_validation_data()
    {
        AccuracyReport unlabelled = Collect(validation: folder => [Samples(folder, "v.npy", 40)]).Accuracy!;
        Assert.Equal((40, "agreement", 100), (unlabelled.Samples, unlabelled.Measure, unlabelled.Float));
        Assert.Equal(unlabelled.Agreement, unlabelled.Compressed);
        Assert.InRange(unlabelled.Agreement, 90, 100);
        Assert.InRange(unlabelled.Sqnr, 20, 80);

        // Nothing has 99 classes, so that both are always wrong.
        NetworkReport labelled = Collect(validation: folder => [Samples(folder, "v.npy", 40), folder.File("w.npy", DataFiles.Integers("(40,)", [.. Enumerable.Repeat(99L, 40)]))]);
        Assert.Equal(("top-1", 0, 0, 0), (labelled.Accuracy!.Measure, labelled.Accuracy.Float, labelled.Accuracy.Compressed, labelled.Accuracy.Drop));
        Assert.Equal(unlabelled.Agreement, labelled.Accuracy.Agreement);
        Assert.Contains("drop 0.00 ± 0.00 points", Page(labelled).Root!.Value);
        Assert.Equal(
            ["samples", "measure", "float", "compressed", "drop", "interval", "agreement", "sqnr"],
            Names(JsonDocument.Parse(ReportJson.Write(labelled)).RootElement.GetProperty("accuracy")));
    }

    [Fact]
    public void No_noise_is_a_number_in_json()
    {
        NetworkReport report = Collect(scheme: QuantizationScheme.None, validation: folder => [Samples(folder, "v.npy", 8)]);
        Assert.Equal(200, JsonDocument.Parse(ReportJson.Write(report)).RootElement.GetProperty("accuracy").GetProperty("sqnr").GetDouble());
    }

    [Fact]
    public void Without_data_a_report_holds_what_is_known_all_the_same()
    {
        NetworkReport report = Collect(calibrated: false);
        Assert.Equal("int8-dynamic", report.Quantization);
        Assert.Equal((0, 0), (report.CalibrationSamples, report.ComparedSamples));
        Assert.Contains(report.Layers, layer => layer.Precision == LayerPrecision.Int8Dynamic);
        Assert.All(report.Layers, layer => Assert.Null(layer.Sqnr));
        Assert.Equal("MCG3001", Assert.Single(report.Warnings).Code);
        Assert.Contains("MCG3001", Page(report).Root!.Value);
    }

    [Fact]
    public void A_network_may_have_no_layers()
    {
        using var folder = new TemporaryFolder();
        byte[] model = new ModelBuilder().Input("x", 1, 4).Constant("c", ModelBuilder.Random(new Random(1), 3)).Node("Neg", "c", "y").Output("y").ToBytes();
        var options = new CompressOptions { ModelPath = folder.File("net.onnx", model), Quantization = QuantizationScheme.None };
        NetworkReport report = ReportCollector.Collect(options, ModelCompiler.Compile(options, _ => { }));
        Assert.Empty(report.Layers);
        Assert.Empty(Page(report).Descendants("table"));
        Assert.Empty(JsonDocument.Parse(ReportJson.Write(report)).RootElement.GetProperty("layers").EnumerateArray());
    }

    [Theory]
    [InlineData(QuantizationScheme.Int8)]
    [InlineData(QuantizationScheme.Int8Dynamic)]
    [InlineData(QuantizationScheme.None)]
    public void Pages_are_well_formed_and_need_nothing_else(QuantizationScheme scheme)
    {
        XDocument page = Page(Collect(scheme: scheme));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain("@import", page.Root!.Value);
        Assert.DoesNotContain("url(", page.Root.Value);
        Assert.All(
            page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src"),
            link => Assert.Contains(page.Descendants(), element => "#" + element.Attribute("id")?.Value == link.Value));

        // An empty tag of HTML would be an open one.
        string html = Encoding.UTF8.GetString(HtmlReport.Write(Collect(scheme: scheme)));
        Assert.DoesNotMatch("<(div|span|td|th|p|a|h1|h2|section|figure|title|style)(\\s[^>]*)?/>", html);
        Assert.StartsWith("<!DOCTYPE html>\n<html", html);
    }

    [Fact]
    public void Names_cannot_leave_their_place()
    {
        NetworkReport report = Collect();
        NetworkReport hostile = report with
        {
            Model = Hostile,
            Class = Hostile,
            Options = Hostile,
            Inputs = [.. report.Inputs.Select(port => port with { Name = Hostile })],
            Layers = [.. report.Layers.Select(layer => layer with { Name = Hostile + layer.Name, Operator = Hostile, Inputs = [Hostile], Outputs = [Hostile] })],
            Warnings = [new WarningReport("MCG0000", Hostile)],
        };
        string html = Encoding.UTF8.GetString(HtmlReport.Write(hostile));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<!--", html);
        Assert.DoesNotContain('\u0001', html);
        Assert.Single(html.Split("</style>"), part => part.Contains("<body", StringComparison.Ordinal));
        XDocument page = Page(hostile);
        Assert.Contains(page.Descendants("h1"), heading => heading.Value == Hostile.Replace('\u0001', '\uFFFD').Replace('\uD800', '\uFFFD'));
        Assert.Equal(Names(JsonDocument.Parse(ReportJson.Write(report)).RootElement), Names(JsonDocument.Parse(ReportJson.Write(hostile)).RootElement));
    }

    [Fact]
    public void Bytes_do_not_depend_on_the_culture()
    {
        (byte[] html, byte[] json) = Write();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            (byte[] turkishHtml, byte[] turkishJson) = Write();
            Assert.Equal(html, turkishHtml);
            Assert.Equal(json, turkishJson);
            Assert.DoesNotContain((byte)'\r', html);
            Assert.DoesNotContain((byte)'\r', json);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static (byte[] Html, byte[] Json) Write()
        {
            NetworkReport report = Collect();
            return (HtmlReport.Write(report), ReportJson.Write(report));
        }
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    private static XDocument Page(NetworkReport report) => XDocument.Parse(Encoding.UTF8.GetString(HtmlReport.Write(report)));

    private static string Samples(TemporaryFolder folder, string name, int count)
    {
        var random = new Random(5);
        return folder.File(name, DataFiles.Floats($"({count}, 2, 8, 8)", [.. Enumerable.Range(0, count * 128).Select(_ => (random.NextSingle() * 2) - 1)]));
    }

    // Convolution, a sum around it, and a dense layer.
    private static NetworkReport Collect(
        bool calibrated = true, QuantizationScheme scheme = QuantizationScheme.Int8, Func<TemporaryFolder, IReadOnlyList<string>>? validation = null)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        byte[] model = new ModelBuilder()
            .Input("x", 1, 2, 8, 8)
            .Constant("w", ModelBuilder.Random(random, 4, 2, 3, 3))
            .Constant("v", ModelBuilder.Random(random, 4, 4, 1, 1))
            .Constant("d", ModelBuilder.Random(random, 4, 10))
            .Node("Conv", "x w", "c")
            .Node("Relu", "c", "h")
            .Node("Conv", "h v", "e")
            .Node("Add", "h e", "s")
            .Node("GlobalAveragePool", "s", "p")
            .Node("Flatten", "p", "f")
            .Node("MatMul", "f d", "y")
            .Output("y")
            .ToBytes();
        var options = new CompressOptions
        {
            ModelPath = folder.File("net.onnx", model),
            Quantization = scheme,
            CalibrationFiles = calibrated ? [Samples(folder, "x.npy", 32)] : [],
            ValidationFiles = validation?.Invoke(folder) ?? [],
        };
        return ReportCollector.Collect(options, ModelCompiler.Compile(options, _ => { }));
    }
}
