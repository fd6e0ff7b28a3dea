namespace ModelCodegen.Plan;

/// <summary>
/// A convolution with one input and one output channel per group. For every channel c:
/// <code>
/// acc = sum over ky &lt; KernelHeight, kx &lt; KernelWidth of
///       input[image * InputImageStride + y * InputRowStride + x * InputPixelStride
///             + ky * KernelRowStride + kx * KernelColumnStride + c] * weight[c][ky][kx]
/// </code>
/// The input is bordered: no index needs a test. The channels of a pixel are adjacent in input and output.
/// <para><b>Packing.</b> Channels come in blocks of 16, the last one filled up (the kernel reads input and writes output
/// for all 16 channels of every block: pixels are that far apart). Bytes: kernel rows in quads of 4, zeros behind the
/// last: <c>[block][quad][kx][4][4 channels][4 rows]</c>, that is 64 bytes per (quad, kx), the four vectors of 16 bytes
/// holding channels 0-3, 4-7, 8-11, 12-15. Floats: <c>[block][ky][kx][16]</c>. Bias, scale and weight sums: one per
/// channel, filled up to whole blocks.</para>
/// <para>Epilogues are those of <see cref="ConvStep"/>.</para>
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Description">What is computed, for the comment.</param>
/// <param name="InputType">UInt8, Int16 or Float32, as at <see cref="ConvStep"/>; weights of 16-bit integers are packed like those of bytes.</param>
/// <param name="OutputType">UInt8, Int16 or Float32; Float32 input gives Float32.</param>
/// <param name="Input">The first input element that the first output pixel reads (inside the border).</param>
/// <param name="Weights">The packed weights.</param>
/// <param name="Bias">int32 or float per channel.</param>
/// <param name="Output">The first output element.</param>
/// <param name="Images">How often everything is repeated (the batch).</param>
/// <param name="InputImageStride">From image to image in the input.</param>
/// <param name="OutputImageStride">From image to image in the output.</param>
/// <param name="Height">Rows of output.</param>
/// <param name="InputRowStride">From the origin of one output row to that of the next, in the input.</param>
/// <param name="OutputRowStride">From row to row in the output.</param>
/// <param name="Width">Output pixels of a row.</param>
/// <param name="InputPixelStride">From the origin of one output pixel to that of the next, in the input.</param>
/// <param name="OutputPixelStride">From pixel to pixel in the output; at least the channels rounded up to 16.</param>
/// <param name="Channels">Channels, a multiple of 16 after filling up.</param>
/// <param name="KernelHeight">Rows of the kernel.</param>
/// <param name="KernelRowStride">From kernel row to kernel row in the input (the row pitch times the dilation).</param>
/// <param name="KernelWidth">Columns of the kernel.</param>
/// <param name="KernelColumnStride">From kernel column to kernel column in the input (the pixel pitch times the dilation).</param>
/// <param name="Activation">Applied to a Float32 output, or before an <see cref="OutputScale"/>; none for others.</param>
/// <param name="Scale">float per channel; for Float32 input only with <see cref="NarrowWeights"/>.</param>
/// <param name="OutputZeroPoint">0 to 255; 0 for Int16.</param>
/// <param name="Low">The least output value of an integer type.</param>
/// <param name="High">The largest output value of an integer type.</param>
/// <param name="Dynamic">Where a <see cref="DynamicQuantizeStep"/> left the input's scale and zero point.</param>
/// <param name="WeightSums">int32 per channel; with <see cref="Dynamic"/> only.</param>
/// <param name="NarrowWeights">Float32 input: Float16 or Int8, where weights are stored in that type. They are widened where they are multiplied, and sums multiplied by <see cref="Scale"/>.</param>
/// <param name="OutputScale">Int16 output: other than 0 where activated floats become integers.</param>
/// <param name="ShortSumQuads">UInt8 input: the products of how many columns, each of up to 4 rows, may be summed in 16 bits; see <see cref="ShortSums"/>.</param>
public sealed record DepthwiseStep(
    string Node,
    string Description,
    ElementType InputType,
    ElementType OutputType,
    Location Input,
    Location Weights,
    Location Bias,
    Location Output,
    int Images,
    int InputImageStride,
    int OutputImageStride,
    int Height,
    int InputRowStride,
    int OutputRowStride,
    int Width,
    int InputPixelStride,
    int OutputPixelStride,
    int Channels,
    int KernelHeight,
    int KernelRowStride,
    int KernelWidth,
    int KernelColumnStride,
    Activation Activation,
    Location? Scale = null,
    int OutputZeroPoint = 0,
    int Low = 0,
    int High = 255,
    Location? Dynamic = null,
    Location? WeightSums = null,
    ElementType? NarrowWeights = null,
    float OutputScale = 0,
    int ShortSumQuads = 0)
    : Step(Node)
{
    /// <summary>The type that weights are stored in.</summary>
    public ElementType WeightType => NarrowWeights ?? (InputType == ElementType.Float32 ? ElementType.Float32 : ElementType.Int8);
}
