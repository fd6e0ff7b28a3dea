namespace ModelCodegen.Plan;

/// <summary>
/// A convolution, or a matrix product with constant weights (Gemm is a convolution over a row of pixels), as an
/// implicit GEMM. For output element (image, group, y, x, oc):
/// <code>
/// acc = sum over ky &lt; KernelRows, kx &lt; KernelColumns, r &lt; Run of
///       input[image * InputImageStride + group * InputGroupStride + y * InputRowStride + x * InputPixelStride
///             + ky * KernelRowStride + kx * KernelColumnStride + r] * weight[group][oc][ky][kx][r]
/// </code>
/// where kernel columns that lie next to each other in memory have been merged into one long run. The input is
/// bordered: no index needs a test.
/// <para><b>Packing.</b> Per group, output channels come in blocks of 16; where at most 8 remain, the last block is of 8.
/// Bytes: <c>[block][ky][kx][ceil(Run/4)][16 or 8][4]</c>, zeros behind the run's end (the input is then read up to 3 bytes
/// beyond the run). 16-bit integers: as bytes, but each 4 weights in the order 0, 2, 1, 3, so that widening the even and the odd
/// ones gives pairs of neighbours (the input is read up to 3 elements beyond the run). Floats: <c>[block][ky][kx][Run][16 or 8]</c>. Bias, scale and weight sums are arrays over the
/// group's blocks, one element per channel, padded like the blocks, one group after the other.</para>
/// <para><b>Pruned blocks.</b> With <see cref="BlockStarts"/> the weights keep only 16x4 (8x4) blocks that are not zero:
/// for block b of a group (running number over all groups), entries <c>BlockStarts[b] .. BlockStarts[b+1]</c> of
/// <see cref="BlockOffsets"/> are the offsets, in input elements, from the pixel's origin to the 4 inputs that the
/// block multiplies; the blocks themselves lie one after the other in the same order, bytes as <c>[16 or 8][4]</c>,
/// floats as <c>[4][16 or 8]</c>.</para>
/// <para><b>Epilogue.</b> Output type UInt8 or Int16: bias is int32 (the input zero point's correction inside), the result is
/// <c>clamp(round_half_even(float(acc + bias) * scale[oc]) + OutputZeroPoint, Low, High)</c>. Output type Float32 with
/// UInt8 or Int16 input, mostly dynamic quantization: <c>activation(float(acc - zeroPoint * WeightSums[oc]) * (inputScale * scale[oc])
/// + bias[oc])</c> with a float bias and inputScale (float) and zeroPoint (int32) read from <see cref="Dynamic"/>.
/// Output type Int16 with an <see cref="OutputScale"/>: bias is float, the result is
/// <c>clamp(round_half_even(activation(float(acc) * scale[oc] + bias[oc]) / OutputScale), Low, High)</c>.
/// Float32 input: <c>activation(acc + bias[oc])</c>, or <c>activation(acc * scale[oc] + bias[oc])</c> with
/// <see cref="NarrowWeights"/>.</para>
/// </summary>
/// <param name="Node">See <see cref="Step"/>.</param>
/// <param name="Description">What is computed, for the comment: for example <c>Conv 3x3, stride 2, Relu</c>.</param>
/// <param name="InputType">UInt8, Int16 (zero point 0; no sum may leave the range of int32) or Float32.</param>
/// <param name="OutputType">UInt8, Int16 or Float32; Float32 input gives Float32.</param>
/// <param name="Input">The first input element that the first output pixel reads (inside the border).</param>
/// <param name="Weights">The packed weights, or the list of kept blocks.</param>
/// <param name="Bias">int32 or float per output channel, see above.</param>
/// <param name="Output">The first output element.</param>
/// <param name="Images">How often everything is repeated (the batch).</param>
/// <param name="InputImageStride">From image to image in the input.</param>
/// <param name="OutputImageStride">From image to image in the output.</param>
/// <param name="Groups">The number of groups.</param>
/// <param name="InputGroupStride">From group to group in the input.</param>
/// <param name="OutputGroupStride">From group to group in the output.</param>
/// <param name="Height">Rows of output.</param>
/// <param name="InputRowStride">From the origin of one output row to that of the next, in the input.</param>
/// <param name="OutputRowStride">From row to row in the output.</param>
/// <param name="Width">Output pixels of a row.</param>
/// <param name="InputPixelStride">From the origin of one output pixel to that of the next, in the input.</param>
/// <param name="OutputPixelStride">From pixel to pixel in the output; the channels of a pixel are adjacent.</param>
/// <param name="Channels">Output channels per group.</param>
/// <param name="KernelRows">See above.</param>
/// <param name="KernelRowStride">From kernel row to kernel row in the input.</param>
/// <param name="KernelColumns">See above; 1 where columns are merged into the run.</param>
/// <param name="KernelColumnStride">From kernel column to kernel column in the input.</param>
/// <param name="Run">Input elements that are adjacent in memory.</param>
/// <param name="Tile">The inner loop's shape.</param>
/// <param name="Scale">float per output channel; for Float32 input only with <see cref="NarrowWeights"/>.</param>
/// <param name="OutputZeroPoint">0 to 255; 0 for Int16.</param>
/// <param name="Low">The least output value of an integer type.</param>
/// <param name="High">The largest output value of an integer type.</param>
/// <param name="Activation">Applied to a Float32 output, or before an <see cref="OutputScale"/>; none for others.</param>
/// <param name="Dynamic">Where a <see cref="DynamicQuantizeStep"/> left the input's scale and zero point, or where they are among the weights.</param>
/// <param name="WeightSums">int32 per output channel, the sum of its weights; with <see cref="Dynamic"/> only.</param>
/// <param name="BlockStarts">int32, one more than there are output channel blocks; pruned weights only.</param>
/// <param name="BlockOffsets">See above.</param>
/// <param name="BlockOffsetType">UInt16 or Int32.</param>
/// <param name="Winograd">How the whole blocks of output channels may be computed instead, where they may.</param>
/// <param name="NarrowWeights">Float32 input: Float16 or Int8, where weights are stored in that type. They are widened where they are multiplied, and sums multiplied by <see cref="Scale"/>.</param>
/// <param name="OutputScale">Int16 output: other than 0 where activated floats become integers.</param>
/// <param name="ShortSumQuads">UInt8 input: how many groups of 4 inputs may be multiplied and summed in 16 bits, whatever the inputs are; see <see cref="ShortSums"/>. The tile's unrolling is 1, a multiple of it, or takes runs whole.</param>
public sealed record ConvStep(
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
    int Groups,
    int InputGroupStride,
    int OutputGroupStride,
    int Height,
    int InputRowStride,
    int OutputRowStride,
    int Width,
    int InputPixelStride,
    int OutputPixelStride,
    int Channels,
    int KernelRows,
    int KernelRowStride,
    int KernelColumns,
    int KernelColumnStride,
    int Run,
    Tile Tile,
    Activation Activation,
    Location? Scale = null,
    int OutputZeroPoint = 0,
    int Low = 0,
    int High = 255,
    Location? Dynamic = null,
    Location? WeightSums = null,
    Location? BlockStarts = null,
    Location? BlockOffsets = null,
    ElementType BlockOffsetType = ElementType.UInt16,
    Winograd? Winograd = null,
    ElementType? NarrowWeights = null,
    float OutputScale = 0,
    int ShortSumQuads = 0)
    : Step(Node)
{
    /// <summary>The type that weights are stored in.</summary>
    public ElementType WeightType => NarrowWeights ?? (InputType == ElementType.Float32 ? ElementType.Float32 : ElementType.Int8);
}
