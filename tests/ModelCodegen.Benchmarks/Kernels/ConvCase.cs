namespace ModelCodegen.Benchmarks.Kernels;

/// <summary>A convolution with as many output as input channels, of a square map under a square window, borders filled up.</summary>
/// <param name="Depthwise">Whether each channel is a group of its own.</param>
/// <param name="Kernel">The window's extent.</param>
/// <param name="Stride">The step from output pixel to output pixel.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Size">The extent of the output.</param>
internal sealed record ConvCase(bool Depthwise, int Kernel, int Stride, int Channels, int Size)
{
    /// <summary>The extent of the input.</summary>
    public int InputSize => Size * Stride;

    /// <summary>How many multiply-adds the convolution takes.</summary>
    public double MultiplyAdds => (double)Channels * (Depthwise ? 1 : Channels) * Kernel * Kernel * Size * Size;

    /// <inheritdoc/>
    public override string ToString() =>
        (Depthwise ? "depthwise " : "") + $"{Kernel}x{Kernel}, " + (Stride > 1 ? $"stride {Stride}, " : "") + $"{Channels} channels, {Size}x{Size}";
}
