using System.Diagnostics;
using System.Globalization;
using SampleApp;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
FashionImages images = FashionImages.Load(Path.Combine(AppContext.BaseDirectory, "data"));

// The same two files, compiled several times: see the OnnxModel items of sample-app.csproj.
using var leNetFloat = new LeNetFloat();
using var leNet = new LeNet();
using var leNetPruned = new LeNetPruned();
using var mobileNetFloat = new MobileNetFloat();
using var mobileNet = new MobileNet();
using var mobileNetPruned = new MobileNetPruned();

Row[] rows =
[
    new(nameof(LeNetFloat), LeNetFloat.Quantization, LeNetFloat.Sparsity, LeNetFloat.WeightBytes, leNetFloat.Run),
    new(nameof(LeNet), LeNet.Quantization, LeNet.Sparsity, LeNet.WeightBytes, leNet.Run),
    new(nameof(LeNetPruned), LeNetPruned.Quantization, LeNetPruned.Sparsity, LeNetPruned.WeightBytes, leNetPruned.Run),
    new(nameof(MobileNetFloat), MobileNetFloat.Quantization, MobileNetFloat.Sparsity, MobileNetFloat.WeightBytes, mobileNetFloat.Run),
    new(nameof(MobileNet), MobileNet.Quantization, MobileNet.Sparsity, MobileNet.WeightBytes, mobileNet.Run),
    new(nameof(MobileNetPruned), MobileNetPruned.Quantization, MobileNetPruned.Sparsity, MobileNetPruned.WeightBytes, mobileNetPruned.Run),
];

Console.WriteLine("model            quantization  sparsity  top-1    bytes    us/image");
foreach (Row row in rows)
{
    int[] predictions = Classify(row.Run);
    double correct = 100.0 * predictions.Zip(images.Labels).Count(pair => pair.First == pair.Second) / images.Count;

    // The first pass has compiled the kernels; the fastest of three tells what they cost.
    double microseconds = Enumerable.Range(0, 3).Min(_ =>
    {
        long start = Stopwatch.GetTimestamp();
        Classify(row.Run);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / images.Count;
    });
    Console.WriteLine($"{row.Model,-16} {row.Quantization,-13} {row.Sparsity,-9:F2} {correct:F2} %  {row.Bytes,-8} {microseconds:F1}");
}

Console.WriteLine();
Gallery.Draw(images, Classify(leNet.Run), count: 4);

int[] Classify(Network run)
{
    var predictions = new int[images.Count];
    Span<float> logits = stackalloc float[LeNet.LogitsLength];
    for (int i = 0; i < images.Count; i++)
    {
        run(images.Pixels(i), logits);
        predictions[i] = LargestOf(logits);
    }

    return predictions;
}

static int LargestOf(ReadOnlySpan<float> values)
{
    int largest = 0;
    for (int i = 1; i < values.Length; i++)
    {
        largest = values[i] > values[largest] ? i : largest;
    }

    return largest;
}

/// <summary>A compiled network's Run.</summary>
internal delegate void Network(ReadOnlySpan<float> pixels, Span<float> logits);

/// <summary>One line of the table.</summary>
internal sealed record Row(string Model, string Quantization, double Sparsity, int Bytes, Network Run);
