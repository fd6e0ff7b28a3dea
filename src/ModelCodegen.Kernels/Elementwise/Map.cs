namespace ModelCodegen.Kernels;

// Functions of one, two or three elements over strided tensors of one shape: broadcasting is a stride of 0.
// Extents and strides count elements, outermost loop first; there is at least one loop and none is empty.
internal static partial class KernelMethods
{
    internal interface IFunction1<TX, TY>
    {
        TY Invoke(TX x);
    }

    internal interface IFunction2<TA, TB, TY>
    {
        TY Invoke(TA a, TB b);
    }

    internal interface IFunction3<TA, TB, TC, TY>
    {
        TY Invoke(TA a, TB b, TC c);
    }

    // y = f(x)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Map1<TX, TY, TFunction>(
        ref TX x, ref TY y, ReadOnlySpan<int> extents, ReadOnlySpan<int> xStrides, ReadOnlySpan<int> yStrides, TFunction function)
        where TFunction : struct, IFunction1<TX, TY>
    {
        Span<int> index = stackalloc int[extents.Length];
        index.Clear();
        nint xRow = 0;
        nint yRow = 0;
        int inner = extents.Length - 1;
        int length = extents[inner];
        nint xStep = xStrides[inner];
        nint yStep = yStrides[inner];
        while (true)
        {
            for (int i = 0; i < length; i++)
            {
                Unsafe.Add(ref y, yRow + (i * yStep)) = function.Invoke(Unsafe.Add(ref x, xRow + (i * xStep)));
            }

            int d = inner - 1;
            for (; d >= 0; d--)
            {
                xRow += xStrides[d];
                yRow += yStrides[d];
                if (++index[d] < extents[d])
                {
                    break;
                }

                xRow -= (nint)xStrides[d] * extents[d];
                yRow -= (nint)yStrides[d] * extents[d];
                index[d] = 0;
            }

            if (d < 0)
            {
                return;
            }
        }
    }

    // y = f(a, b)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Map2<TA, TB, TY, TFunction>(
        ref TA a, ref TB b, ref TY y, ReadOnlySpan<int> extents, ReadOnlySpan<int> aStrides, ReadOnlySpan<int> bStrides, ReadOnlySpan<int> yStrides, TFunction function)
        where TFunction : struct, IFunction2<TA, TB, TY>
    {
        Span<int> index = stackalloc int[extents.Length];
        index.Clear();
        nint aRow = 0;
        nint bRow = 0;
        nint yRow = 0;
        int inner = extents.Length - 1;
        int length = extents[inner];
        nint aStep = aStrides[inner];
        nint bStep = bStrides[inner];
        nint yStep = yStrides[inner];
        while (true)
        {
            for (int i = 0; i < length; i++)
            {
                Unsafe.Add(ref y, yRow + (i * yStep)) = function.Invoke(Unsafe.Add(ref a, aRow + (i * aStep)), Unsafe.Add(ref b, bRow + (i * bStep)));
            }

            int d = inner - 1;
            for (; d >= 0; d--)
            {
                aRow += aStrides[d];
                bRow += bStrides[d];
                yRow += yStrides[d];
                if (++index[d] < extents[d])
                {
                    break;
                }

                aRow -= (nint)aStrides[d] * extents[d];
                bRow -= (nint)bStrides[d] * extents[d];
                yRow -= (nint)yStrides[d] * extents[d];
                index[d] = 0;
            }

            if (d < 0)
            {
                return;
            }
        }
    }

    // y = f(a, b, c)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Map3<TA, TB, TC, TY, TFunction>(
        ref TA a, ref TB b, ref TC c, ref TY y, ReadOnlySpan<int> extents, ReadOnlySpan<int> aStrides, ReadOnlySpan<int> bStrides, ReadOnlySpan<int> cStrides, ReadOnlySpan<int> yStrides, TFunction function)
        where TFunction : struct, IFunction3<TA, TB, TC, TY>
    {
        Span<int> index = stackalloc int[extents.Length];
        index.Clear();
        nint aRow = 0;
        nint bRow = 0;
        nint cRow = 0;
        nint yRow = 0;
        int inner = extents.Length - 1;
        int length = extents[inner];
        nint aStep = aStrides[inner];
        nint bStep = bStrides[inner];
        nint cStep = cStrides[inner];
        nint yStep = yStrides[inner];
        while (true)
        {
            for (int i = 0; i < length; i++)
            {
                Unsafe.Add(ref y, yRow + (i * yStep)) = function.Invoke(
                    Unsafe.Add(ref a, aRow + (i * aStep)), Unsafe.Add(ref b, bRow + (i * bStep)), Unsafe.Add(ref c, cRow + (i * cStep)));
            }

            int d = inner - 1;
            for (; d >= 0; d--)
            {
                aRow += aStrides[d];
                bRow += bStrides[d];
                cRow += cStrides[d];
                yRow += yStrides[d];
                if (++index[d] < extents[d])
                {
                    break;
                }

                aRow -= (nint)aStrides[d] * extents[d];
                bRow -= (nint)bStrides[d] * extents[d];
                cRow -= (nint)cStrides[d] * extents[d];
                yRow -= (nint)yStrides[d] * extents[d];
                index[d] = 0;
            }

            if (d < 0)
            {
                return;
            }
        }
    }
}
