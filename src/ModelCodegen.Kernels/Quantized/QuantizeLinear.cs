namespace ModelCodegen.Kernels;

// y = saturate(round(x / scale) + zeroPoint), ONNX's QuantizeLinear: halves round to even, NaN gives the zero point.
internal static partial class KernelMethods
{
    // x is [outer, extent, inner]. Element (o, a, i) takes scale number o * outerStep + a / block * blockStep + i * innerStep;
    // an empty zeroPoint stands for zeros. The division is done in TDivision, and results lie between low and high.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void QuantizeLinear<TX, TScale, TDivision, TY>(
        ReadOnlySpan<TX> x,
        ReadOnlySpan<TScale> scale,
        ReadOnlySpan<TY> zeroPoint,
        Span<TY> y,
        int outer,
        int extent,
        int inner,
        int block,
        int outerStep,
        int blockStep,
        int innerStep,
        int low,
        int high)
        where TX : unmanaged, INumberBase<TX>
        where TScale : unmanaged, INumberBase<TScale>
        where TDivision : unmanaged, INumberBase<TDivision>
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
                    double quotient = double.CreateTruncating(TDivision.CreateTruncating(x[position]) / TDivision.CreateTruncating(scale[k]));
                    double code = double.IsNaN(quotient) ? 0 : Math.Round(quotient, MidpointRounding.ToEven);
                    code += zeroPoint.IsEmpty ? 0 : double.CreateTruncating(zeroPoint[k]);
                    y[position++] = TY.CreateTruncating(code < low ? low : code > high ? high : code);
                }
            }
        }
    }
}
