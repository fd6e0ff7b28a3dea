using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>ConstantOfShape, since operator set 9.</summary>
internal static class ConstantOfShapeImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(1, 1);
        Tensor value = node.Find("value", AttributeProto.Types.AttributeType.Tensor) is { T: { } tensor }
            ? node.Tensors.Read(tensor)
            : Tensor.Create([], [0f]);
        if (value.Length != 1)
        {
            throw node.Invalid($"the attribute 'value' has {value.Length} elements, not one");
        }

        node.Emit(new ConstantOfShape(value));
    }
}
