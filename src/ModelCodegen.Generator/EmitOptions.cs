using System;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelCodegen.Generator;

/// <summary>What a project's properties say of its generated code.</summary>
/// <param name="AllowUnsafe">Whether the weights are read where they are, which takes an unsafe context.</param>
/// <param name="Precompiled">Whether kernels are compiled ahead of time, so that the JIT is not asked to optimise them at their first call.</param>
internal sealed record EmitOptions(bool AllowUnsafe, bool Precompiled)
{
    public static EmitOptions Of(AnalyzerConfigOptions project) => new(
        AllowUnsafe: !Is(project, "ModelCodegenUnsafe", "false"),
        Precompiled: Is(project, "ModelCodegenPrecompiled", "true"));

    private static bool Is(AnalyzerConfigOptions project, string property, string value) =>
        project.TryGetValue("build_property." + property, out string? text) && string.Equals(text.Trim(), value, StringComparison.OrdinalIgnoreCase);
}
