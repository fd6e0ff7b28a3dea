using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelCodegen.Kernels;

namespace ModelCodegen.Compiler.Reference.Calls;

/// <summary>Calls kernels whose types are known only now. Reflection cannot pass spans; compiled expressions can.</summary>
internal static class KernelInvoker
{
    private static readonly ConcurrentDictionary<string, Action<object[]>> Callers = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, MethodInfo> Maps = new(StringComparer.Ordinal);

    /// <summary>Calls a kernel with arrays for its spans and boxed values for the rest.</summary>
    public static void Call(string kernel, IReadOnlyList<string> types, object[] arguments)
    {
        string key = $"{kernel}<{string.Join(";", types)}>";
        Callers.GetOrAdd(key, _ => Compile(Method(kernel, types)))(arguments);
    }

    /// <summary>Calls Map1, Map2 or Map3 over tensors whose first elements are at index 0.</summary>
    public static void Map(IReadOnlyList<string> types, Array[] inputs, Array output, int[] extents, int[][] strides, double[] parameters)
    {
        string key = string.Join(";", types);
        MethodInfo map = Maps.GetOrAdd(key, _ => typeof(KernelInvoker)
            .GetMethod($"Map{inputs.Length}", BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod([.. types.Select(KernelTypes.Of)]));
        Type function = KernelTypes.Of(types[^1]);
        object instance = parameters.Length > 0 ? Activator.CreateInstance(function, [.. parameters.Cast<object>()])! : Activator.CreateInstance(function)!;
        map.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [.. inputs, output, extents, strides, instance], null);
    }

    /// <summary>An array's memory as elements of a type of the same size: truth values as bytes.</summary>
    public static Span<T> Span<T>(Array array)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    /// <inheritdoc cref="Span{T}"/>
    public static ReadOnlySpan<T> ReadOnlySpan<T>(Array array)
        where T : unmanaged => Span<T>(array);

    private static MethodInfo Method(string kernel, IReadOnlyList<string> types)
    {
        MethodInfo method = typeof(KernelMethods).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .SingleOrDefault(m => m.Name == kernel && m.GetGenericArguments().Length == types.Count)
            ?? throw new InvalidOperationException($"There is no kernel '{kernel}' with {types.Count} types.");
        return types.Count > 0 ? method.MakeGenericMethod([.. types.Select(KernelTypes.Of)]) : method;
    }

    private static Action<object[]> Compile(MethodInfo method)
    {
        ParameterExpression arguments = Expression.Parameter(typeof(object[]));
        IEnumerable<Expression> values = method.GetParameters().Select((parameter, i) =>
        {
            Expression value = Expression.ArrayIndex(arguments, Expression.Constant(i));
            Type type = parameter.ParameterType;
            if (!type.IsGenericType || !type.IsByRefLike)
            {
                return Expression.Convert(value, type);
            }

            string conversion = type.GetGenericTypeDefinition() == typeof(Span<>) ? nameof(Span) : nameof(ReadOnlySpan);
            MethodInfo span = typeof(KernelInvoker).GetMethod(conversion)!.MakeGenericMethod(type.GetGenericArguments());
            return (Expression)Expression.Call(span, Expression.Convert(value, typeof(Array)));
        });
        return Expression.Lambda<Action<object[]>>(Expression.Call(method, values), arguments).Compile();
    }

    private static void Map1<TX, TY, TFunction>(Array x, Array y, int[] extents, int[][] strides, TFunction function)
        where TX : unmanaged
        where TY : unmanaged
        where TFunction : struct, KernelMethods.IFunction1<TX, TY> => KernelMethods.Map1(
            ref MemoryMarshal.GetReference(Span<TX>(x)), ref MemoryMarshal.GetReference(Span<TY>(y)), extents, strides[0], strides[1], function);

    private static void Map2<TA, TB, TY, TFunction>(Array a, Array b, Array y, int[] extents, int[][] strides, TFunction function)
        where TA : unmanaged
        where TB : unmanaged
        where TY : unmanaged
        where TFunction : struct, KernelMethods.IFunction2<TA, TB, TY> => KernelMethods.Map2(
            ref MemoryMarshal.GetReference(Span<TA>(a)),
            ref MemoryMarshal.GetReference(Span<TB>(b)),
            ref MemoryMarshal.GetReference(Span<TY>(y)),
            extents,
            strides[0],
            strides[1],
            strides[2],
            function);

    private static void Map3<TA, TB, TC, TY, TFunction>(Array a, Array b, Array c, Array y, int[] extents, int[][] strides, TFunction function)
        where TA : unmanaged
        where TB : unmanaged
        where TC : unmanaged
        where TY : unmanaged
        where TFunction : struct, KernelMethods.IFunction3<TA, TB, TC, TY> => KernelMethods.Map3(
            ref MemoryMarshal.GetReference(Span<TA>(a)),
            ref MemoryMarshal.GetReference(Span<TB>(b)),
            ref MemoryMarshal.GetReference(Span<TC>(c)),
            ref MemoryMarshal.GetReference(Span<TY>(y)),
            extents,
            strides[0],
            strides[1],
            strides[2],
            strides[3],
            function);
}
