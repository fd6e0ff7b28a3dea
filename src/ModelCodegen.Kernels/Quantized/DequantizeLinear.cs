namespace ModelCodegen.Kernels;

// y = (x - zeroPoint) * scale, ONNX's DequantizeLinear.
internal static partial class KernelMethods
{
    // x is [outer, extent, inner]. Element (o, a, i) takes scale number o * outerStep + a / block * blockStep + i * innerStep;
    // an empty zeroPoint stands for zeros. The difference is a whole number; one product is rounded.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void DequantizeLinear<TX, TScale, TY>(
        ReadOnlySpan<TX> x,
        ReadOnlySpan<TScale> scale,
        ReadOnlySpan<TX> zeroPoint,
        Span<TY> y,
        int outer,
        int extent,
        int inner,
        int block,
        int outerStep,
        int blockStep,
        int innerStep)
        where TX : unmanaged, INumberBase<TX>
        where TScale : unmanaged, INumberBase<TScale>
        where TY : unmanaged, INumberBase<TY>
    {
        int position = 0;
        for (int o = 0; o < outer; o++)
        {
            for (int a = 0; a < extent; a++)
            {
                int first = (o * outerStep) + (a / block * blockStep);
                for (int i = 0; i < inner; i++)
                {
                    int k = first + (i * innerStep);
                    long code = long.CreateTruncating(x[position]);
                    code -= zeroPoint.IsEmpty ? 0 : long.CreateTruncating(zeroPoint[k]);
                    y[position++] = TY.CreateTruncating(code * float.CreateTruncating(scale[k]));
                }
            }
        }
    }
}
