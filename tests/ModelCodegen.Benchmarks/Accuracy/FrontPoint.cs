namespace ModelCodegen.Benchmarks.Accuracy;

/// <summary>One way to compress a network: what it takes and what it gives.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Group">Points of a kind.</param>
/// <param name="Microseconds">Per image.</param>
/// <param name="Sqnr">Of the logits on the test images, in dB.</param>
/// <param name="Agreement">Test images with the float network's class, in percent.</param>
internal sealed record FrontPoint(string Name, FrontGroup Group, double Microseconds, double Sqnr, double Agreement);
