namespace ModelCodegen.Compiler.Diagnostics;

/// <summary>Every code the compiler gives, one constant each. 1xxx: the model; 2xxx: options and data; 3xxx: compression.</summary>
public static class DiagnosticCode
{
    /// <summary>The model file is missing or cannot be read.</summary>
    public const string ModelUnreadable = "MCG1001";

    /// <summary>The file is no ONNX model, or is damaged.</summary>
    public const string ModelDamaged = "MCG1002";

    /// <summary>The model uses an opset or IR version outside the supported range.</summary>
    public const string OpsetUnsupported = "MCG1003";

    /// <summary>An operator, or this use of it, is not supported.</summary>
    public const string OperatorUnsupported = "MCG1004";

    /// <summary>A node's attributes or inputs contradict ONNX's definition of the operator.</summary>
    public const string NodeInvalid = "MCG1005";

    /// <summary>An initializer is damaged: its data does not match its type and shape.</summary>
    public const string TensorDamaged = "MCG1006";

    /// <summary>External data is missing, too short or outside the model's folder.</summary>
    public const string ExternalData = "MCG1007";

    /// <summary>An input's shape is not known at build time; <c>InputShapes</c> can pin it.</summary>
    public const string ShapeUnknown = "MCG1008";

    /// <summary>A symbolic leading dimension was taken to be 1 (warning).</summary>
    public const string BatchAssumed = "MCG1009";

    /// <summary>Weights are NaN or infinite.</summary>
    public const string WeightsNotFinite = "MCG1010";

    /// <summary>The graph is broken: a value without producer, a name produced twice, or a cycle.</summary>
    public const string GraphInvalid = "MCG1011";

    /// <summary>The network's type at its boundary, or inside, is not supported.</summary>
    public const string TypeUnsupported = "MCG1012";

    /// <summary>The network needs more memory than a process may address by int offsets.</summary>
    public const string TooLarge = "MCG1013";

    /// <summary>An option has an unknown value, or options contradict each other.</summary>
    public const string OptionInvalid = "MCG2001";

    /// <summary>A data file is missing, or a pattern matches none.</summary>
    public const string DataMissing = "MCG2002";

    /// <summary>A data file is damaged or of an unknown format.</summary>
    public const string DataDamaged = "MCG2003";

    /// <summary>A data file's array does not fit the network's input.</summary>
    public const string DataShape = "MCG2004";

    /// <summary>A node named in an option does not exist.</summary>
    public const string NodeUnknown = "MCG2005";

    /// <summary>Two models of a project have one class name.</summary>
    public const string ClassTwice = "MCG2006";

    /// <summary>An output file could not be written.</summary>
    public const string OutputFailed = "MCG2007";

    /// <summary>int8 without calibration data became int8-dynamic (warning).</summary>
    public const string CalibrationMissing = "MCG3001";

    /// <summary>Some nodes stay in float (warning).</summary>
    public const string FloatIslands = "MCG3002";

    /// <summary>Calibration data holds NaN or infinite values, or drives the network to such values.</summary>
    public const string CalibrationNotFinite = "MCG3003";

    /// <summary>Pruning was asked for but no layer could be pruned (warning).</summary>
    public const string NothingPruned = "MCG3004";

    /// <summary>Something at the boundary stays in float though bytes were asked for (warning).</summary>
    public const string BoundaryFloat = "MCG3005";

    /// <summary>Compression costs more accuracy than <c>MaxAccuracyDrop</c> allows.</summary>
    public const string AccuracyBudget = "MCG3006";
}
