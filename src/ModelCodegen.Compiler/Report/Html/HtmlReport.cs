using System.Text;
using System.Xml;
using System.Xml.Linq;
using ModelCodegen.Compiler.Compress.Budget;
using static ModelCodegen.Compiler.Report.Html.Markup;

namespace ModelCodegen.Compiler.Report.Html;

/// <summary>Writes a report as one HTML page that needs nothing else: no scripts, no fonts, no network. It is well-formed XML, too.</summary>
public static class HtmlReport
{
    /// <summary>The file's bytes, the same on every machine.</summary>
    public static byte[] Write(NetworkReport report)
    {
        XElement page = Element(
            "html",
            Attribute("lang", "en"),
            Element(
                "head",
                Empty("meta", Attribute("charset", "utf-8")),
                Empty("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
                Empty("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
                Element("title", Text($"{report.Model} – ModelCodegen")),
                Element("style", Text(Style.Sheet))),
            Element("body", Element("main", Content(report))));

        using var stream = new MemoryStream();
        stream.Write("<!DOCTYPE html>\n"u8);
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), OmitXmlDeclaration = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.None };
        using (var writer = XmlWriter.Create(stream, settings))
        {
            page.Save(writer);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static IEnumerable<XElement?> Content(NetworkReport report) =>
    [
        SummarySection.Header(report),
        SummarySection.Tiles(report),
        SummarySection.Warnings(report),
        PrecisionSection.Of(report),
        LayerTable.Of(report),
        ActivationSection.Of(report),
        PruningSection.Of(report),
        NetworkDrawing.Of(report),
        Element(
            "footer",
            Element("p", Text("Predicted times: " + CostModel.Description)),
            Element("p", Text("SQNR: energy of the float network's value over that of the difference, all errors before the layer included; 20 dB are a tenth of the amplitude, 40 dB a hundredth.")),
            Element("p", Text($"ModelCodegen {report.ToolVersion} · SHA-256 of the model {report.Sha256}"))),
    ];
}
