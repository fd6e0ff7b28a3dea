using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Import.Operators.Elementwise;

/// <summary>Functions of corresponding elements.</summary>
internal static class ElementwiseOperators
{
    private const string Microsoft = "com.microsoft";

    public static IEnumerable<OperatorEntry> Entries =>
    [
        // One operand; parameters are attributes with their defaults.
        Unary("Abs", 6, UnaryFunction.Abs),
        Unary("Acos", 7, UnaryFunction.Acos),
        Unary("Acosh", 9, UnaryFunction.Acosh),
        Unary("Asin", 7, UnaryFunction.Asin),
        Unary("Asinh", 9, UnaryFunction.Asinh),
        Unary("Atan", 7, UnaryFunction.Atan),
        Unary("Atanh", 9, UnaryFunction.Atanh),
        Unary("Ceil", 6, UnaryFunction.Ceil),
        Unary("Celu", 12, UnaryFunction.Celu, ("alpha", 1)),
        Unary("Cos", 7, UnaryFunction.Cos),
        Unary("Cosh", 9, UnaryFunction.Cosh),
        Unary("Elu", 6, UnaryFunction.Elu, ("alpha", 1)),
        Unary("Erf", 9, UnaryFunction.Erf),
        Unary("Exp", 6, UnaryFunction.Exp),
        Unary("Floor", 6, UnaryFunction.Floor),
        Unary("HardSigmoid", 6, UnaryFunction.HardSigmoid, ("alpha", 0.2f), ("beta", 0.5f)),
        Unary("HardSwish", 14, UnaryFunction.HardSwish),
        Unary("LeakyRelu", 6, UnaryFunction.LeakyRelu, ("alpha", 0.01f)),
        Unary("Log", 6, UnaryFunction.Log),
        Unary("Mish", 18, UnaryFunction.Mish),
        Unary("Neg", 6, UnaryFunction.Neg),
        Unary("Reciprocal", 6, UnaryFunction.Reciprocal),
        Unary("Round", 11, UnaryFunction.Round),
        Unary("Selu", 6, UnaryFunction.Selu, ("alpha", 1.67326319217681884765625f), ("gamma", 1.05070102214813232421875f)),
        Unary("Shrink", 9, UnaryFunction.Shrink, ("lambd", 0.5f), ("bias", 0)),
        Unary("Sigmoid", 6, UnaryFunction.Sigmoid),
        Unary("Sign", 9, UnaryFunction.Sign),
        Unary("Sin", 7, UnaryFunction.Sin),
        Unary("Sinh", 9, UnaryFunction.Sinh),
        Unary("Softplus", 1, UnaryFunction.Softplus),
        Unary("Softsign", 1, UnaryFunction.Softsign),
        Unary("Sqrt", 6, UnaryFunction.Sqrt),
        Unary("Tan", 7, UnaryFunction.Tan),
        Unary("Tanh", 6, UnaryFunction.Tanh),
        Unary("ThresholdedRelu", 10, UnaryFunction.ThresholdedRelu, ("alpha", 1)),
        new("FastGelu", 1, FastGeluImporter.Import, Microsoft, Bytes: ByteForm.Table),
        new("Gelu", 20, GeluImporter.Import, Bytes: ByteForm.Table),
        new("Gelu", 1, GeluImporter.Import, Microsoft, Bytes: ByteForm.Table),
        new("QuickGelu", 1, UnaryImporter.For(UnaryFunction.QuickGelu, ("alpha", 1.702f)), Microsoft, Bytes: ByteForm.Table),
        new("Relu", 6, ReluImporter.Import, Bytes: ByteForm.Integer),
        new("Swish", 24, SwishImporter.Import, Bytes: ByteForm.Table),
        new("BitwiseNot", 18, NotImporter.Import),
        new("IsInf", 10, IsInfImporter.Import),
        new("IsNaN", 9, IsNaNImporter.Import),
        new("Not", 1, NotImporter.Import),
        new("Cast", 6, CastImporter.Import),
        new("CastLike", 15, CastLikeImporter.Import),
        new("Clip", 6, ClipImporter.Import, Bytes: ByteForm.Integer),
        new("Dropout", 7, DropoutImporter.Import, Bytes: ByteForm.Moved),
        new("Identity", 1, IdentityImporter.Import, Bytes: ByteForm.Moved),

        // Two operands.
        Binary("Add", 7, BinaryFunction.Add, bytes: ByteForm.Integer),
        Binary("And", 7, BinaryFunction.BitwiseAnd),
        Binary("BitwiseAnd", 18, BinaryFunction.BitwiseAnd),
        Binary("BitwiseOr", 18, BinaryFunction.BitwiseOr),
        Binary("BitwiseXor", 18, BinaryFunction.BitwiseXor),
        Binary("Div", 7, BinaryFunction.Div),
        Binary("Equal", 7, BinaryFunction.Equal),
        Binary("Greater", 7, BinaryFunction.Greater),
        Binary("GreaterOrEqual", 12, BinaryFunction.GreaterOrEqual),
        Binary("Less", 7, BinaryFunction.Less),
        Binary("LessOrEqual", 12, BinaryFunction.LessOrEqual),
        Binary("Mul", 7, BinaryFunction.Mul, bytes: ByteForm.Integer),
        Binary("Or", 7, BinaryFunction.BitwiseOr),
        Binary("Pow", 7, BinaryFunction.Pow),
        Binary("PRelu", 7, BinaryFunction.PRelu),
        Binary("Sub", 7, BinaryFunction.Sub, bytes: ByteForm.Integer),
        Binary("Xor", 7, BinaryFunction.BitwiseXor),
        new("BitShift", 11, BitShiftImporter.Import),
        new("Mod", 10, ModImporter.Import),

        // More.
        new("Max", 6, VariadicImporter.Import),
        new("Mean", 6, MeanImporter.Import),
        new("Min", 6, VariadicImporter.Import),
        new("Sum", 6, VariadicImporter.Import, Bytes: ByteForm.Integer),
        new("Where", 9, WhereImporter.Import),
    ];

    private static OperatorEntry Unary(string name, int since, UnaryFunction function, params (string Name, float Default)[] parameters) =>
        new(name, since, UnaryImporter.For(function, parameters), Bytes: ByteForm.Table);

    private static OperatorEntry Binary(string name, int since, BinaryFunction function, ByteForm bytes = ByteForm.Float) =>
        new(name, since, BinaryImporter.For(function), Bytes: bytes);
}
