namespace ModelCodegen.Plan;

/// <summary>
/// Pooling over windows of a 2-D map whose channels are adjacent. The input has no border: windows are cut at the map's
/// edges. Global pooling is a window as large as the map.
/// <para>UInt8: maximum copies values (input and output share their quantization). Averages compute
/// <c>clamp(round_half_even(float(sum - count * InputZeroPoint) * (Ratio / float(count))) + OutputZeroPoint, Low, High)</c>
/// with an int32 sum over the elements inside the map and their count n; for
/// <see cref="PoolFunction.AverageIncludingPad"/> the division is by the window's whole size while the zero point is
/// subtracted n times. Float32: <c>activation(sum / count)</c>, added in the order of rows, then columns.</para>
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Description">What is computed, for the comment.</param>
/// <param name="Function">Maximum or a kind of average.</param>
/// <param name="Type">UInt8 or Float32, of input and output.</param>
/// <param name="Input">Element (0, 0, 0) of the map.</param>
/// <param name="Output">Element (0, 0, 0) of the output.</param>
/// <param name="Images">How often everything is repeated.</param>
/// <param name="InputImageStride">From image to image in the input.</param>
/// <param name="OutputImageStride">From image to image in the output.</param>
/// <param name="InputHeight">Rows of the map.</param>
/// <param name="InputWidth">Columns of the map.</param>
/// <param name="InputRowStride">From row to row of the map.</param>
/// <param name="InputPixelStride">From column to column of the map.</param>
/// <param name="OutputHeight">Rows of output.</param>
/// <param name="OutputWidth">Columns of output.</param>
/// <param name="OutputRowStride">From row to row of the output.</param>
/// <param name="OutputPixelStride">From column to column of the output.</param>
/// <param name="Channels">Channels; exactly so many are written.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="StrideHeight">Rows from window to window.</param>
/// <param name="StrideWidth">Columns from window to window.</param>
/// <param name="PadTop">Rows by which the first window begins above the map.</param>
/// <param name="PadLeft">Columns by which the first window begins left of the map.</param>
/// <param name="DilationHeight">Rows between a window's taps, 1 for adjacent ones.</param>
/// <param name="DilationWidth">Columns between a window's taps.</param>
/// <param name="Activation">Applied to a Float32 output; none for UInt8.</param>
/// <param name="InputZeroPoint">UInt8 averages: 0 to 255.</param>
/// <param name="Ratio">UInt8 averages: input scale / output scale.</param>
/// <param name="OutputZeroPoint">UInt8 averages: 0 to 255.</param>
/// <param name="Low">UInt8: the least output value.</param>
/// <param name="High">UInt8: the largest output value.</param>
public sealed record PoolStep(
    string Node,
    string Description,
    PoolFunction Function,
    ElementType Type,
    Location Input,
    Location Output,
    int Images,
    int InputImageStride,
    int OutputImageStride,
    int InputHeight,
    int InputWidth,
    int InputRowStride,
    int InputPixelStride,
    int OutputHeight,
    int OutputWidth,
    int OutputRowStride,
    int OutputPixelStride,
    int Channels,
    int KernelHeight,
    int KernelWidth,
    int StrideHeight,
    int StrideWidth,
    int PadTop,
    int PadLeft,
    int DilationHeight,
    int DilationWidth,
    Activation Activation,
    int InputZeroPoint = 0,
    float Ratio = 1,
    int OutputZeroPoint = 0,
    int Low = 0,
    int High = 255)
    : Step(Node);
