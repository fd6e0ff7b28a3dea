using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ModelCodegen.Testing;

internal sealed class PlanFile(string name, string text) : AdditionalText
{
    public string Text { get; } = text;

    public override string Path { get; } = name;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(Text, Encoding.UTF8);
}
