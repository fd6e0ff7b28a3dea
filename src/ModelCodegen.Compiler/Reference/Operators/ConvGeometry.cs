using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>A convolution's numbers; one spatial dimension counts as a map of one row.</summary>
internal sealed record ConvGeometry
{
    public ConvGeometry(Conv op, ImmutableArray<int> x, ImmutableArray<int> w, ImmutableArray<int> y)
    {
        bool flat = x.Length == 3;
        Images = x[0];
        Groups = op.Group;
        InputChannels = w[1];
        OutputChannels = w[0] / op.Group;
        InputHeight = flat ? 1 : x[2];
        InputWidth = x[^1];
        Height = flat ? 1 : y[2];
        Width = y[^1];
        KernelHeight = flat ? 1 : w[2];
        KernelWidth = w[^1];
        StrideHeight = flat ? 1 : op.Strides[0];
        StrideWidth = op.Strides[^1];
        DilationHeight = flat ? 1 : op.Dilations[0];
        DilationWidth = op.Dilations[^1];
        PadTop = flat ? 0 : op.Pads[0];
        PadLeft = op.Pads[flat ? 0 : 1];
        PaddedHeight = ((Height - 1) * StrideHeight) + ((KernelHeight - 1) * DilationHeight) + 1;
        RowPitch = ((Width - 1) * StrideWidth) + ((KernelWidth - 1) * DilationWidth) + 1;
    }

    public int Images { get; }

    public int Groups { get; }

    public int InputChannels { get; }

    public int OutputChannels { get; }

    public int InputHeight { get; }

    public int InputWidth { get; }

    public int Height { get; }

    public int Width { get; }

    public int KernelHeight { get; }

    public int KernelWidth { get; }

    public int StrideHeight { get; }

    public int StrideWidth { get; }

    public int DilationHeight { get; }

    public int DilationWidth { get; }

    public int PadTop { get; }

    public int PadLeft { get; }

    public int PaddedHeight { get; }

    public int RowPitch { get; }

    public int PlaneSize => PaddedHeight * RowPitch;

    public bool Depthwise => InputChannels == 1 && OutputChannels == 1;

    public long Work => (long)Images * Groups * OutputChannels * Height * Width * InputChannels * KernelHeight * KernelWidth;

    public int[] Origins()
    {
        var origins = new int[Height * Width];
        for (int i = 0; i < origins.Length; i++)
        {
            origins[i] = (i / Width * StrideHeight * RowPitch) + (i % Width * StrideWidth);
        }

        return origins;
    }

    public int[] Offsets()
    {
        var offsets = new List<int>(InputChannels * KernelHeight * KernelWidth);
        for (int c = 0; c < InputChannels; c++)
        {
            for (int ky = 0; ky < KernelHeight; ky++)
            {
                for (int kx = 0; kx < KernelWidth; kx++)
                {
                    offsets.Add((c * PlaneSize) + (ky * DilationHeight * RowPitch) + (kx * DilationWidth));
                }
            }
        }

        return [.. offsets];
    }
}
