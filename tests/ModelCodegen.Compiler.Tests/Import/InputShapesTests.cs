using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Tests.Import;

public sealed class InputShapesTests
{
    [Fact]
    public void Inputs_and_dimensions_are_read()
    {
        InputShapes shapes = InputShapes.Parse(" x:1x3x48x320; a:b:1x7;N=4;scalar:; ");
        Assert.Equal([1, 3, 48, 320], shapes.Inputs["x"].ToArray());
        Assert.Equal([1, 7], shapes.Inputs["a:b"].ToArray());
        Assert.Empty(shapes.Inputs["scalar"]);
        Assert.Equal(4, shapes.Dimensions["N"]);
        Assert.Equal(3, shapes.Inputs.Count);
        Assert.Empty(InputShapes.Parse("").Inputs);
    }

    [Fact]
    public void All_malformed_entries_are_listed()
    {
        CompilationException e = Assert.Throws<CompilationException>(() => InputShapes.Parse("x;y:1x;z:1x0;N=;M=-1;:1;=1;x:1;x:2"));
        Assert.Equal(8, e.Diagnostics.Count);
        Assert.All(e.Diagnostics, diagnostic => Assert.Equal(DiagnosticCode.OptionInvalid, diagnostic.Code));
    }

    [Fact]
    public void Symbolic_batch_becomes_one_with_a_warning()
    {
        var diagnostics = new List<Diagnostic>();
        Graph graph = Identity("N", 3).Import(diagnostics);
        Assert.Equal([1, 3], graph.Values["x"].Shape.ToArray());
        Diagnostic warning = Assert.Single(diagnostics);
        Assert.Equal((DiagnosticCode.BatchAssumed, Severity.Warning), (warning.Code, warning.Severity));
        Assert.Contains("'N'", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("N=4", new[] { 4, 3 })]
    [InlineData("x:5x3", new[] { 5, 3 })]
    [InlineData("x:5x3;N=4", new[] { 5, 3 })]
    public void Pins_give_extents_without_a_warning(string pins, int[] expected)
    {
        var diagnostics = new List<Diagnostic>();
        Assert.Equal(expected, Identity("N", 3).Import(diagnostics, pins).Values["x"].Shape.ToArray());
        Assert.Empty(diagnostics);
    }

    [Theory]
    [InlineData("y:1x3", DiagnosticCode.OptionInvalid)]
    [InlineData("M=2", DiagnosticCode.OptionInvalid)]
    [InlineData("x:1x4", DiagnosticCode.OptionInvalid)]
    [InlineData("x:1x3x1", DiagnosticCode.OptionInvalid)]
    public void Pins_that_fit_nothing_are_errors(string pins, string code)
    {
        CompilationException e = Assert.Throws<CompilationException>(() => Identity("N", 3).Import(shapes: pins));
        Assert.Equal(code, Assert.Single(e.Diagnostics).Code);
    }

    [Fact]
    public void Unknown_dimensions_are_named()
    {
        CompilationException e = Assert.Throws<CompilationException>(() => Identity("N", "H", 3, "W").Import());
        Assert.Equal([DiagnosticCode.ShapeUnknown, DiagnosticCode.ShapeUnknown], e.Diagnostics.Select(diagnostic => diagnostic.Code));
        Assert.Contains("1 ('H') of the input 'x'", e.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("3 ('W') of the input 'x'", e.Diagnostics[1].Message, StringComparison.Ordinal);
    }

    private static ModelBuilder Identity(params object[] dims) => new ModelBuilder().Input("x", dims).Node("Relu", "x", "y").Output("y");
}
