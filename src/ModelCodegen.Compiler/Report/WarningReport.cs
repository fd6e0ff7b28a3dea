namespace ModelCodegen.Compiler.Report;

/// <summary>A warning.</summary>
/// <param name="Code"><c>MCG</c> and four digits.</param>
/// <param name="Text">What it says.</param>
public sealed record WarningReport(string Code, string Text);
