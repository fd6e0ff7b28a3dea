using System.Collections.Immutable;
using ModelCodegen.Compiler.Import;
using ModelCodegen.Compiler.Import.Protobuf;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Normalize;
using ModelCodegen.Compiler.Reference;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Reference;

/// <summary>Random models whose operators general kernels compute: import, shape inference and reference against ONNX Runtime, on any type.</summary>
internal static class KernelOracle
{
    private const int Seeds = 40;

    /// <summary>Compares all outputs of a model for each seed.</summary>
    /// <param name="build">Makes a model.</param>
    /// <param name="inputs">Makes the value of an input; random numbers between -1 and 1 by default.</param>
    /// <param name="tolerance">How much results may differ, relative to the largest.</param>
    public static void Each(Func<Random, ModelBuilder> build, Func<Random, string, ImmutableArray<int>, Tensor?>? inputs = null, double tolerance = 1e-5)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            ModelBuilder builder = build(random);
            var values = builder.Model.Graph.Input.ToDictionary(input => input.Name, input => Value(random, input, inputs), StringComparer.Ordinal);
            try
            {
                Dictionary<string, Tensor> expected = OnnxRuntimeOracle.Run(builder.ToBytes(), values);
                IReadOnlyDictionary<string, Tensor> actual = ReferenceEvaluator.Run(Normalizer.Fuse(builder.Normalize()), values);
                foreach ((string name, Tensor tensor) in expected)
                {
                    AssertClose(name, tensor, actual[name], tolerance);
                }
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, opset {builder.Model.OpsetImport[0].Version}, {builder.Model.Graph.Node}, {string.Join(", ", values.Select(v => $"{v.Key} {ShapeArithmetic.Format(v.Value.Shape)}"))}: {e}");
            }
        }
    }

    /// <summary>One of the choices.</summary>
    public static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];

    /// <summary>A model with a second operator set.</summary>
    public static ModelBuilder WithMicrosoft(ModelBuilder builder)
    {
        builder.Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        return builder;
    }

    /// <summary>Random numbers of a type: floats between -1 and 1, integers up to 50.</summary>
    public static Tensor RandomOf(Random random, ElementType type, ImmutableArray<int> shape)
    {
        Tensor result = Tensor.Zeros(type, shape);
        for (int i = 0; i < result.Length; i++)
        {
            double real = (random.NextDouble() * 2) - 1;
            int whole = random.Next(50);
            object value = type switch
            {
                ElementType.Float32 => (float)real,
                ElementType.Float64 => real,
                ElementType.Float16 => (Half)real,
                ElementType.Boolean => whole % 2 == 0,
                ElementType.Int8 => (sbyte)whole,
                ElementType.UInt8 => (byte)whole,
                ElementType.Int32 => whole,
                ElementType.Int64 => (long)whole,
                _ => throw new ArgumentException($"{type}"),
            };
            result.Data.SetValue(value, i);
        }

        return result;
    }

    private static Tensor Value(Random random, ValueInfoProto input, Func<Random, string, ImmutableArray<int>, Tensor?>? inputs)
    {
        ImmutableArray<int> shape = [.. input.Type.TensorType.Shape.Dim.Select(dim => (int)dim.DimValue)];
        ElementType type = ElementTypes.Of((TensorProto.Types.DataType)input.Type.TensorType.ElemType)!.Value;
        return inputs?.Invoke(random, input.Name, shape) ?? RandomOf(random, type, shape);
    }

    private static void AssertClose(string name, Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Type, actual.Type);
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        double[] x = expected.ToDouble();
        double[] y = actual.ToDouble();
        double largest = x.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(x[i].Equals(y[i]) || Math.Abs(x[i] - y[i]) <= tolerance * largest, $"Element {i} of {name} is {y[i]} instead of {x[i]}.");
        }
    }
}
