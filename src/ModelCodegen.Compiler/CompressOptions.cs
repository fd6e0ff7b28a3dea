using System.Globalization;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler;

/// <summary>What a user may say about one model. Every default is the documented one.</summary>
public sealed record CompressOptions
{
    /// <summary>The <c>.onnx</c> file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The class's name; empty takes it from the file name.</summary>
    public string ClassName { get; init; } = "";

    /// <summary>The class's namespace; empty for the global one.</summary>
    public string Namespace { get; init; } = "";

    /// <summary><c>public</c> or <c>internal</c>.</summary>
    public string Accessibility { get; init; } = "public";

    /// <summary>Pinned shapes.</summary>
    public InputShapes InputShapes { get; init; } = InputShapes.None;

    /// <summary>How numbers are represented.</summary>
    public QuantizationScheme Quantization { get; init; } = QuantizationScheme.Int8;

    /// <summary>Names of nodes that stay in float; <c>*</c> matches any text.</summary>
    public IReadOnlyList<string> KeepFloat { get; init; } = [];

    /// <summary>Names of nodes with 16-bit activations; <c>*</c> matches any text, and <see cref="KeepFloat"/> wins.</summary>
    public IReadOnlyList<string> KeepInt16 { get; init; } = [];

    /// <summary>What <c>Run</c> takes and gives.</summary>
    public BoundaryForm Io { get; init; } = BoundaryForm.Float;

    /// <summary>What is subtracted from the first input of four dimensions before the network sees it: one number, or one per channel.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [];

    /// <summary>What the difference is divided by: one number, or one per channel.</summary>
    public IReadOnlyList<float> Std { get; init; } = [];

    /// <summary>Calibration data files, already expanded, in ordinal order.</summary>
    public IReadOnlyList<string> CalibrationFiles { get; init; } = [];

    /// <summary>How ranges come from calibration data.</summary>
    public CalibrationMethod CalibrationMethod { get; init; }

    /// <summary>How accuracy is won back after rounding.</summary>
    public RecoveryMethods Recovery { get; init; } = RecoveryMethods.Auto;

    /// <summary>Validation data files, already expanded, in ordinal order.</summary>
    public IReadOnlyList<string> ValidationFiles { get; init; } = [];

    /// <summary>
    /// What compression may cost on the validation data, in percentage points of top-1 accuracy where there are labels, and of
    /// agreement with the float network otherwise; <see langword="null"/> for no limit.
    /// </summary>
    public double? MaxAccuracyDrop { get; init; }

    /// <summary>How weights are removed.</summary>
    public PruningMethod Pruning { get; init; } = PruningMethod.None;

    /// <summary>The share of weights to remove in each pruned layer, 0 to 0.95.</summary>
    public double Sparsity { get; init; }

    /// <summary>Names of the only nodes to prune; empty for all.</summary>
    public IReadOnlyList<string> PruneOnly { get; init; } = [];

    /// <summary>Names of nodes not to prune.</summary>
    public IReadOnlyList<string> PruneExclude { get; init; } = [];

    /// <summary>The options as one line, for the generated file's header; paths are left out.</summary>
    public string Describe()
    {
        var parts = new List<string> { $"Quantization={OptionNames.Of(Quantization)}" };
        Add("KeepFloat", string.Join(";", KeepFloat));
        Add("KeepInt16", string.Join(";", KeepInt16));
        Add("InputShapes", InputShapes.ToString());
        Add("CalibrationMethod", CalibrationMethod == CalibrationMethod.MinMax ? "" : OptionNames.Of(CalibrationMethod));
        Add("Recovery", Recovery == RecoveryMethods.Auto ? "" : OptionNames.Of(Recovery));
        Add("MaxAccuracyDrop", MaxAccuracyDrop?.ToString(CultureInfo.InvariantCulture) ?? "");
        Add("IO", Io == BoundaryForm.Float ? "" : OptionNames.Of(Io));
        Add("Mean", Numbers(Mean));
        Add("Std", Numbers(Std));
        if (Pruning != PruningMethod.None)
        {
            Add("Pruning", OptionNames.Of(Pruning));
            Add("Sparsity", Sparsity.ToString(CultureInfo.InvariantCulture));
            Add("PruneOnly", string.Join(";", PruneOnly));
            Add("PruneExclude", string.Join(";", PruneExclude));
        }

        return string.Join(", ", parts);

        static string Numbers(IReadOnlyList<float> numbers) => string.Join(";", numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                parts.Add($"{name}={value}");
            }
        }
    }

    /// <summary>Finds every contradiction and value out of range.</summary>
    /// <exception cref="CompilationException">There is one (<see cref="DiagnosticCode.OptionInvalid"/>), or several.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        if (Accessibility is not ("public" or "internal"))
        {
            errors.Add($"Accessibility '{Accessibility}' is neither 'public' nor 'internal'.");
        }

        if (ClassName.Length > 0 && !Identifiers.IsIdentifier(ClassName))
        {
            errors.Add($"ClassName '{ClassName}' is no C# identifier; '{Identifiers.Pascal(ClassName)}' would be.");
        }

        if (Pruning == PruningMethod.None ? Sparsity != 0 : Sparsity is not (> 0 and <= 0.95))
        {
            errors.Add(Pruning == PruningMethod.None
                ? "Sparsity is set, but Pruning is 'none'."
                : $"Pruning '{OptionNames.Of(Pruning)}' needs a Sparsity above 0 and up to 0.95, not {Sparsity.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (Pruning == PruningMethod.None && (PruneOnly.Count > 0 || PruneExclude.Count > 0))
        {
            errors.Add("PruneOnly or PruneExclude is set, but Pruning is 'none'.");
        }

        if (MaxAccuracyDrop is not null && ValidationFiles.Count == 0)
        {
            errors.Add("MaxAccuracyDrop is set, but there is no Validation data to measure it on.");
        }

        if (MaxAccuracyDrop is not (null or (>= 0 and <= 100)))
        {
            errors.Add($"MaxAccuracyDrop is a number of percentage points from 0 to 100, not {MaxAccuracyDrop.Value.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (Mean.Concat(Std).Any(number => !float.IsFinite(number)) || Std.Contains(0))
        {
            errors.Add("Mean and Std must be finite, and Std must not be 0.");
        }

        if (errors.Count > 0)
        {
            throw new CompilationException(errors.Select(message => new Diagnostic(DiagnosticCode.OptionInvalid, Severity.Error, message)));
        }
    }
}
