using ModelCodegen.Generator.Tests.Cases;
using ModelCodegen.Plan;
using ModelCodegen.Testing;

namespace ModelCodegen.Generator.Tests;

/// <summary>What generated code looks like, one small plan of each kind.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void Conv() => Verify(SmallPlans.Conv().Plan);

    [Fact]
    public void ShortSum() => Verify(Enumerable.Range(0, 1000).Select(seed => ConvCases.ShortSum(seed)).First(c => c.Step is ConvStep { ShortSumQuads: 2, OutputType: ElementType.UInt8, BlockStarts: null, Channels: 16, Tile: { Pixels: < 4, Unroll: 1 } }).Plan);

    [Fact]
    public void Unary() => Verify(SmallPlans.Unary(activation: new Activation(UnaryFunction.Sigmoid)));

    [Fact]
    public void Threads() => Verify(SmallPlans.Conv(inner: 48).Plan);

    [Fact]
    public void Depthwise() => Verify(Enumerable.Range(0, 1000).Select(DepthwiseCases.Make).First(c => c.Step is DepthwiseStep { KernelHeight: 3, KernelWidth: 1, InputType: ElementType.UInt8, OutputType: ElementType.UInt8 }).Plan);

    [Fact]
    public void Conv16() => Verify(Enumerable.Range(0, 1000).Select(ConvCases.Make).First(c => c.Step is ConvStep { InputType: ElementType.Int16, OutputType: ElementType.Int16, OutputScale: 0, BlockStarts: null, Channels: < 40 and not 16 and not 32, Tile: { Pixels: < 4, Unroll: < 3 } }).Plan);

    [Fact]
    public void Depthwise16() => Verify(Enumerable.Range(0, 1000).Select(DepthwiseCases.Make).First(c => c.Step is DepthwiseStep { KernelHeight: 3, KernelWidth: 1, InputType: ElementType.Int16, OutputScale: > 0 }).Plan);

    [Fact]
    public void NarrowWeights() => Verify(Enumerable.Range(0, 1000).Select(ConvCases.Make).First(c => c.Step is ConvStep { NarrowWeights: ElementType.Float16, BlockStarts: null, Channels: 16, Tile: { Pixels: < 4, Unroll: < 3 } }).Plan);

    [Fact]
    public void Convert16() => Verify(Enumerable.Range(0, 1000).Select(StridedCases.Convert).First(c => c.Step is ConvertStep { InputType: ElementType.Float32, OutputType: ElementType.Int16, StridesInput: [.., 1], StridesOutput: [.., 1] }).Plan);

    [Fact]
    public void Winograd() => Verify(Enumerable.Range(0, 1000).Select(ConvCases.Winograd).First(c => c.Step is ConvStep { OutputType: ElementType.UInt8, Winograd.Outputs: 2, Channels: 32 }).Plan);

    [Fact]
    public void Pool() => Verify(PoolCases.Make(1).Plan);

    [Fact]
    public void Binary() => Verify(StridedCases.Binary(1).Plan);

    [Fact]
    public void Lookup() => Verify(Enumerable.Range(0, 100).Select(StridedCases.Lookup).First(c => c.Step is LookupStep { StridesInput: [.., 1], StridesOutput: [.., 1] }).Plan);

    [Fact]
    public void Transpose() => Verify(StridedCases.Transpose(1).Plan);

    [Fact]
    public void Softmax() => Verify(RowCases.Softmax(1).Plan);

    [Fact]
    public void Normalization() => Verify(Enumerable.Range(0, 200).Select(RowCases.Normalization).First(c => c.Step is NormalizationStep { IsCentered: true, Residual: not null, Bytes: not null, Length: > 16 and < 40 }).Plan);

    [Fact]
    public void Recurrence() => Verify(Enumerable.Range(0, 100).Select(RecurrenceCases.Make).First(c => c.Step is RecurrenceStep { Cell: RecurrentCell.Lstm, Size: 48 }).Plan);

    [Fact]
    public void DynamicQuantize() => Verify(StridedCases.DynamicQuantize(1).Plan);

    [Fact]
    public void MatMul() => Verify(StridedCases.MatMul(1).Plan);

    [Fact]
    public void Fill() => Verify(StridedCases.Fill(1).Plan);

    private static void Verify(NetworkPlan plan, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        GeneratorRun run = new GeneratorRun().Run(("a.plan.xml", PlanXml.Write(plan)));
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Warning));
        Snapshot.Verify(run.Result.GeneratedSources.Single().SourceText.ToString(), "cs", method: name);
    }
}
