using System.Numerics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>Functions of two elements, broadcasting. Integers occur while shapes are computed.</summary>
internal static class BinaryEvaluation
{
    public static Tensor Run(Binary op, EvaluationScope scope) => scope.Output.Type switch
    {
        ElementType.Float32 => Run<float>(op.Function, scope),
        ElementType.Float64 => Run<double>(op.Function, scope),
        ElementType.Float16 => Run<Half>(op.Function, scope),
        ElementType.Int8 => Run<sbyte>(op.Function, scope),
        ElementType.UInt8 => Run<byte>(op.Function, scope),
        ElementType.Int16 => Run<short>(op.Function, scope),
        ElementType.UInt16 => Run<ushort>(op.Function, scope),
        ElementType.Int32 => Run<int>(op.Function, scope),
        ElementType.UInt32 => Run<uint>(op.Function, scope),
        ElementType.Int64 => Run<long>(op.Function, scope),
        ElementType.UInt64 => Run<ulong>(op.Function, scope),
        _ => throw new ArgumentException($"{op.Name} is not defined for {scope.Output.Type}."),
    };

    private static Tensor Run<T>(BinaryFunction function, EvaluationScope scope)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> a = scope.Input(0).Values<T>();
        ReadOnlySpan<T> b = scope.Input(1).Values<T>();
        var result = new T[ShapeArithmetic.Length(scope.Output.Shape)];
        bool direct = a.Length == result.Length && b.Length == result.Length;
        int[]? placesA = direct ? null : Broadcasting.Offsets(scope.Input(0).Shape, scope.Output.Shape);
        int[]? placesB = direct ? null : Broadcasting.Offsets(scope.Input(1).Shape, scope.Output.Shape);
        for (int i = 0; i < result.Length; i++)
        {
            T x = a[placesA is null ? i : placesA[i]];
            T y = b[placesB is null ? i : placesB[i]];
            result[i] = function switch
            {
                BinaryFunction.Add => x + y,
                BinaryFunction.Sub => x - y,
                BinaryFunction.Mul => x * y,
                BinaryFunction.Div => x / y,
                BinaryFunction.Min => T.Min(x, y),
                _ => T.Max(x, y),
            };
        }

        return Tensor.Create(scope.Output.Shape, result);
    }
}
