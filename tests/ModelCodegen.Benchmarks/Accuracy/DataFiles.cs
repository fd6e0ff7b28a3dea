using ModelCodegen.Compiler;
using ModelCodegen.Peers.Zoo;

namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>Training images as the compiler takes them: some to calibrate on, the others, with their labels, to validate.</summary>
/// <param name="CalibrationImages">The images that calibrate.</param>
/// <param name="Calibration">Their file.</param>
/// <param name="Validation">The files of the others and of their labels.</param>
internal sealed record DataFiles(float[][] CalibrationImages, string Calibration, IReadOnlyList<string> Validation)
{
    /// <summary>Writes the files into a folder.</summary>
    public static DataFiles Write(string folder, FashionMnist training, int calibration)
    {
        string calibrating = Path.Combine(folder, "calibration.npy");
        string validating = Path.Combine(folder, "validation.npy");
        string labels = Path.Combine(folder, "validation-labels.npy");
        ZooInputs.WriteNpy(calibrating, [1, 1, 28, 28], training.Images[..calibration]);
        ZooInputs.WriteNpy(validating, [1, 1, 28, 28], training.Images[calibration..]);
        ZooInputs.WriteNpy(labels, [], [.. training.Labels[calibration..].Select(label => new long[] { label })]);
        return new DataFiles(training.Images[..calibration], calibrating, [validating, labels]);
    }

    /// <summary>Options to compress a network with.</summary>
    public CompressOptions Options(string model, string className, double? budget) => new()
    {
        ModelPath = model,
        ClassName = className,
        CalibrationFiles = [Calibration],
        ValidationFiles = budget is null ? [] : Validation,
        MaxAccuracyDrop = budget,
    };
}
