using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Conversions by value.</summary>
internal static class CastEvaluation
{
    public static Tensor Run(Cast op, EvaluationScope scope)
    {
        Tensor x = scope.Input(0);
        if (x.Type == op.To)
        {
            return x;
        }

        return op.To switch
        {
            ElementType.Float32 => Tensor.Create(x.Shape, x.ToFloat()),
            ElementType.Float64 => Tensor.Create(x.Shape, x.ToDouble()),
            ElementType.Float16 => Tensor.Create(x.Shape, Array.ConvertAll(x.ToFloat(), value => (Half)value)),
            ElementType.Boolean => Tensor.Create(x.Shape, Array.ConvertAll(x.ToDouble(), value => value != 0)),
            ElementType.Int8 => Tensor.Create(x.Shape, Array.ConvertAll(x.ToInt64(), value => unchecked((sbyte)value))),
            ElementType.UInt8 => Tensor.Create(x.Shape, Array.ConvertAll(x.ToInt64(), value => unchecked((byte)value))),
            ElementType.Int16 => Tensor.Create(x.Shape, Array.ConvertAll(x.ToInt64(), value => unchecked((short)value))),
            ElementType.UInt16 => Tensor.Create(x.Shape, Array.ConvertAll(x.ToInt64(), value => unchecked((ushort)value))),
            ElementType.Int32 => Tensor.Create(x.Shape, Array.ConvertAll(x.ToInt64(), value => unchecked((int)value))),
            ElementType.UInt32 => Tensor.Create(x.Shape, Array.ConvertAll(x.ToInt64(), value => unchecked((uint)value))),
            ElementType.UInt64 => Tensor.Create(x.Shape, Array.ConvertAll(x.ToInt64(), value => unchecked((ulong)value))),
            _ => Tensor.Create(x.Shape, x.ToInt64()),
        };
    }
}
