using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Normalize.Shapes;

/// <summary>Which class infers which operator's result.</summary>
internal static class ShapeRules
{
    /// <summary>Emits the node in its explicit form, or the constant that it computes.</summary>
    public static void Infer(Node node, ShapeScope scope)
    {
        switch (node.Operator)
        {
            case AffineGrid o: AffineGridRule.Infer(node, o, scope); break;
            case Attention o: AttentionRule.Infer(node, o, scope); break;
            case BatchNormalization: BatchNormalizationRule.Infer(node, scope); break;
            case Binary: BinaryRule.Infer(node, scope); break;
            case CastLike: CastRule.Infer(node with { Inputs = [node.Inputs[0]] }, new Cast(scope.Type(node, 1)), scope); break;
            case Cast o: CastRule.Infer(node, o, scope); break;
            case CenterCropPad o: CenterCropPadRule.Infer(node, o, scope); break;
            case Clip: ClipRule.Infer(node, scope); break;
            case Concat o: ConcatRule.Infer(node, o, scope); break;
            case ConstantOfShape o: ConstantOfShapeRule.Infer(node, o, scope); break;
            case Conv o: ConvRule.Infer(node, o, scope); break;
            case ConvInteger o: ConvIntegerRule.Infer(node, o, scope); break;
            case ConvTranspose o: ConvTransposeRule.Infer(node, o, scope); break;
            case DepthToSpace o: DepthSpaceRules.Infer(node, o, scope); break;
            case Einsum o: EinsumRule.Infer(node, o, scope); break;
            case Expand: ExpandRules.InferExpand(node, scope); break;
            case EyeLike o: ConstantRules.InferEye(node, o, scope); break;
            case Flatten o: ReshapeRules.Infer(node, o, scope); break;
            case FusedMatMul o: FusedMatMulRule.Infer(node, o, scope); break;
            case Gather o: GatherRule.Infer(node, o, scope); break;
            case Gemm o: GemmRule.Infer(node, o, scope); break;
            case If o: IfRule.Infer(node, o, scope); break;
            case Loop o: LoopRule.Infer(node, o, scope); break;
            case Scan o: ScanRule.Infer(node, o, scope); break;
            case BatchedScan o: ScanRule.InferBatched(node, o, scope); break;
            case Identity: scope.Emit(node, scope.Type(node, 0), scope.Shape(node, 0)); break;
            case MatMul: MatMulRule.Infer(node, scope); break;
            case PackedAttention o: PackedAttentionRule.Infer(node, o, scope); break;
            case Pad o: PadRule.Infer(node, o, scope); break;
            case Pool o: PoolRule.Infer(node, o, scope); break;
            case Reduce o: ReduceRule.Infer(node, o, scope); break;
            case Repeat: ExpandRules.InferTile(node, scope); break;
            case ReshapeTo o: ReshapeRules.Infer(node, o, scope); break;
            case Resize o: ResizeRule.Infer(node, o, scope); break;
            case ShapeOf o: ShapeOfRule.Infer(node, o, scope); break;
            case SizeOf: ConstantRules.InferSize(node, scope); break;
            case Slice: SliceRule.Infer(node, scope); break;
            case Softmax o: SoftmaxRule.Infer(node, o, scope); break;
            case SpaceToDepth o: DepthSpaceRules.Infer(node, o, scope); break;
            case Split o: SplitRule.Infer(node, o, scope); break;
            case Squeeze: ReshapeRules.InferSqueeze(node, scope); break;
            case Transpose o: TransposeRule.Infer(node, o, scope); break;
            case Unary: UnaryRule.Infer(node, scope); break;
            case Unsqueeze: ReshapeRules.InferUnsqueeze(node, scope); break;
            case KernelOperator o: KernelOperatorRule.Infer(node, o, scope); break;
            default: throw new ArgumentException($"{node.Operator.Name} has no shape rule.");
        }
    }
}
