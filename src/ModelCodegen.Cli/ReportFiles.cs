using ModelCodegen.Compiler.Report;
using ModelCodegen.Compiler.Report.Html;

namespace ModelCodegen.Cli;

/// <summary>The two forms of a report.</summary>
/// <param name="Html">The page for people.</param>
/// <param name="Json">The file for programs.</param>
internal sealed record ReportFiles(string Html, string Json)
{
    /// <summary>Those of a compiled class.</summary>
    public static ReportFiles Beside(string folder, string name) => new(Path.Combine(folder, name + ".report.html"), Path.Combine(folder, name + ".report.json"));

    /// <summary>Writes both.</summary>
    public void Write(NetworkReport report)
    {
        OutputFile.WriteIfDifferent(Html, HtmlReport.Write(report));
        OutputFile.WriteIfDifferent(Json, ReportJson.Write(report));
    }

    /// <summary>Deletes both, where they are.</summary>
    public void Delete()
    {
        File.Delete(Html);
        File.Delete(Json);
    }
}
