namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>Which operators can be imported, by whom, and since which operator set they exist.</summary>
internal static class OperatorRegistry
{
    private static readonly Dictionary<string, (int Since, Action<NodeReader> Import)> Standard = new Dictionary<string, (int, Action<NodeReader>)>(StringComparer.Ordinal)
    {
        ["Add"] = (7, ArithmeticImporter.Import),
        ["AveragePool"] = (1, AveragePoolImporter.Import),
        ["BatchNormalization"] = (1, BatchNormalizationImporter.Import),
        ["Cast"] = (6, CastImporter.Import),
        ["Clip"] = (6, ClipImporter.Import),
        ["Concat"] = (4, ConcatImporter.Import),
        ["Constant"] = (1, ConstantImporter.Import),
        ["ConstantOfShape"] = (9, ConstantOfShapeImporter.Import),
        ["Conv"] = (1, ConvImporter.Import),
        ["Div"] = (7, ArithmeticImporter.Import),
        ["Dropout"] = (7, DropoutImporter.Import),
        ["Exp"] = (6, ExpImporter.Import),
        ["Flatten"] = (1, FlattenImporter.Import),
        ["Gather"] = (1, GatherImporter.Import),
        ["Gemm"] = (7, GemmImporter.Import),
        ["GlobalAveragePool"] = (1, GlobalAveragePoolImporter.Import),
        ["GlobalMaxPool"] = (1, GlobalMaxPoolImporter.Import),
        ["HardSigmoid"] = (6, HardSigmoidImporter.Import),
        ["HardSwish"] = (14, HardSwishImporter.Import),
        ["Identity"] = (1, IdentityImporter.Import),
        ["LeakyRelu"] = (6, LeakyReluImporter.Import),
        ["MatMul"] = (1, MatMulImporter.Import),
        ["Max"] = (6, VariadicImporter.Import),
        ["MaxPool"] = (1, MaxPoolImporter.Import),
        ["Min"] = (6, VariadicImporter.Import),
        ["Mul"] = (7, ArithmeticImporter.Import),
        ["Pad"] = (2, PadImporter.Import),
        ["ReduceMean"] = (1, ReduceMeanImporter.Import),
        ["Relu"] = (6, ReluImporter.Import),
        ["Reshape"] = (5, ReshapeImporter.Import),
        ["Shape"] = (1, ShapeImporter.Import),
        ["Sigmoid"] = (6, SigmoidImporter.Import),
        ["Slice"] = (1, SliceImporter.Import),
        ["Softmax"] = (1, SoftmaxImporter.Import),
        ["Squeeze"] = (1, SqueezeImporter.Import),
        ["Sub"] = (7, ArithmeticImporter.Import),
        ["Sum"] = (6, VariadicImporter.Import),
        ["Swish"] = (24, SwishImporter.Import),
        ["Tanh"] = (6, TanhImporter.Import),
        ["Transpose"] = (1, TransposeImporter.Import),
        ["Unsqueeze"] = (1, UnsqueezeImporter.Import),
    };

    /// <summary>The names of the supported operators of the standard domain, sorted.</summary>
    public static IEnumerable<string> Names => Standard.Keys.Order(StringComparer.Ordinal);

    /// <summary>The operator's importer, or <see langword="null"/>.</summary>
    public static Action<NodeReader>? Find(string domain, string name, int version) =>
        domain.Length == 0 && Standard.TryGetValue(name, out var entry) && version >= entry.Since ? entry.Import : null;
}
