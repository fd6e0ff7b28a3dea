using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Signal;

/// <summary>HannWindow, HammingWindow, BlackmanWindow and MelWeightMatrix, since operator set 17: constants, once their numbers are known.</summary>
internal static class WindowImporter
{
    /// <summary>The importer of a + b cos(2 pi k / n) + c cos(4 pi k / n).</summary>
    public static Action<NodeReader> For(double a, double b, double c) => node =>
    {
        node.Expect(1, 1);
        node.Emit(new CosineWindow(a, b, c, node.Flag("periodic", true), Type(node)));
    };

    public static void ImportMelWeights(NodeReader node)
    {
        node.Expect(5, 5);
        node.Emit(new MelWeights(Type(node)));
    }

    private static ElementType Type(NodeReader node)
    {
        var type = (TensorProto.Types.DataType)node.Int("output_datatype", (int)TensorProto.Types.DataType.Float);
        return ElementTypes.Of(type) ?? throw node.Unsupported($"{node.OperatorName} of {type} is not supported");
    }
}
