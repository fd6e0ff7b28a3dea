using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace ModelCodegen.Package.Tests;

/// <summary>What lies in the package, and where.</summary>
public sealed class PackageContentTests
{
    [Fact]
    public void EverythingLiesWhereItIsUsedAndNothingReachesTheConsumersOutput()
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(LocalPackage.Feed, $"ModelCodegen.{LocalPackage.Version}.nupkg"));
        string[] entries = [.. package.Entries.Select(entry => entry.FullName)];

        Assert.Contains("README.md", entries);
        Assert.Contains("build/ModelCodegen.props", entries);
        Assert.Contains("build/ModelCodegen.targets", entries);
        Assert.Contains("build/OnnxModel.xaml", entries);
        Assert.DoesNotContain(entries, entry => entry.StartsWith("lib/", StringComparison.Ordinal) || entry.StartsWith("ref/", StringComparison.Ordinal) || entry.StartsWith("buildTransitive/", StringComparison.Ordinal));

        // A build inside a restore would compile assemblies without types.
        foreach (string assembly in new[] { "analyzers/dotnet/cs/ModelCodegen.Generator.dll", "tasks/netstandard2.0/ModelCodegen.Tasks.dll", "tools/net8.0/modelcodegen.dll", "tools/net8.0/ModelCodegen.Compiler.dll", "tools/net8.0/ModelCodegen.Plan.dll" })
        {
            Assert.Contains(assembly, entries);
            Assert.True(Types(package.GetEntry(assembly)!) > 3, assembly);
        }

        // The generator and the tasks stand alone: nothing beside them has to be found.
        Assert.Single(entries, entry => entry.StartsWith("analyzers/", StringComparison.Ordinal));
        Assert.Single(entries, entry => entry.StartsWith("tasks/", StringComparison.Ordinal));
    }

    [Fact]
    public void ThePackageBringsNoDependencies()
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(LocalPackage.Feed, $"ModelCodegen.{LocalPackage.Version}.nupkg"));
        using Stream stream = package.GetEntry("ModelCodegen.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();

        Assert.Equal("true", metadata.Elements().Single(element => element.Name.LocalName == "developmentDependency").Value);
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");
    }

    private static int Types(ZipArchiveEntry entry)
    {
        using var memory = new MemoryStream();
        using (Stream stream = entry.Open())
        {
            stream.CopyTo(memory);
        }

        memory.Position = 0;
        using var reader = new PEReader(memory);
        return reader.GetMetadataReader().TypeDefinitions.Count;
    }
}
