using AttributeType = ModelCodegen.Compiler.Import.Protobuf.AttributeProto.Types.AttributeType;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Import.Operators.Shapes;

/// <summary>Constant, since operator set 1; 11 added sparse tensors, 12 plain attributes.</summary>
internal static class ConstantImporter
{
    public static void Import(NodeReader node)
    {
        node.Expect(0, 0);
        node.EmitConstant(Value(node));
    }

    private static Tensor Value(NodeReader node)
    {
        if (node.Find("value", AttributeType.Tensor) is { T: { } tensor })
        {
            return node.Tensors.Read(tensor);
        }

        if (node.Find("sparse_value", AttributeType.SparseTensor) is { SparseTensor: { } sparse })
        {
            return node.Tensors.ReadSparse(sparse, GraphImporter.MaximumSparseLength);
        }

        if (node.Find("value_float", AttributeType.Float) is { } number)
        {
            return Tensor.Create([], [number.F]);
        }

        if (node.Find("value_floats", AttributeType.Floats) is { } numbers)
        {
            return Tensor.Create([numbers.Floats.Count], numbers.Floats.ToArray());
        }

        if (node.Find("value_int", AttributeType.Int) is { } integer)
        {
            return Tensor.Create([], [integer.I]);
        }

        if (node.Find("value_ints", AttributeType.Ints) is { } integers)
        {
            return Tensor.Create([integers.Ints.Count], integers.Ints.ToArray());
        }

        throw node.Has("value_string") || node.Has("value_strings")
            ? node.Unsupported("constants of strings are not supported")
            : node.Invalid("the constant has no value");
    }
}
