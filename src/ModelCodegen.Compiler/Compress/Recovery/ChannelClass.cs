using ModelCodegen.Compiler.Ir;

namespace ModelCodegen.Compiler.Compress.Recovery;

/// <summary>
/// Values whose channels can only be scaled together: what writes to them multiplies each channel by a factor, and what reads
/// them divides by it, without any change of what the network computes.
/// </summary>
/// <param name="Values">The values, each with the dimension that holds the channels.</param>
/// <param name="Writers">Operands that scale the channels where they are made: a layer's weights and bias, a normalization's scale and bias, an added constant.</param>
/// <param name="Readers">Layers that read the channels.</param>
/// <param name="Bound">What activations in between clip at; infinity where they do not.</param>
internal sealed record ChannelClass(IReadOnlyList<ChannelAxis> Values, IReadOnlyList<Node> Writers, IReadOnlyList<Node> Readers, float Bound);
