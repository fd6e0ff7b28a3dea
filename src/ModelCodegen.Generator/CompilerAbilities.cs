using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelCodegen.Generator;

/// <summary>What the consumer's project lets generated code do.</summary>
/// <param name="Language">Whether the language is C# 12 or later.</param>
/// <param name="Unsafe">Whether unsafe blocks compile.</param>
internal sealed record CompilerAbilities(bool Language, bool Unsafe)
{
    public static CompilerAbilities Of(Compilation compilation, ParseOptions parse) => new(
        parse is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp12 },
        compilation.Options is CSharpCompilationOptions { AllowUnsafe: true });

    /// <summary>What a network's source needs and the project lacks; null when it compiles.</summary>
    public string? Lack(EmittedNetwork network) =>
        !Language ? "C# 12 or later (LangVersion)"
        : network.NeedsUnsafe && !Unsafe ? "AllowUnsafeBlocks=true, or ModelCodegenUnsafe=false"
        : null;
}
