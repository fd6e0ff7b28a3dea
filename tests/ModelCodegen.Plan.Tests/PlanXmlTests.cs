using System.Globalization;
using System.Reflection;

namespace ModelCodegen.Plan.Tests;

public sealed class PlanXmlTests
{
    public static TheoryData<string> StepTypes => [.. typeof(Step).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Step))).Select(t => t.Name)];

    [Fact]
    public void A_whole_plan_round_trips()
    {
        NetworkPlan plan = Example();
        string text = PlanXml.Write(plan);
        Assert.Equal(plan, PlanXml.Read(text));
        Assert.Equal(text, PlanXml.Write(PlanXml.Read(text)));
        Assert.DoesNotContain('\r', text);
    }

    [Theory]
    [MemberData(nameof(StepTypes))]
    public void Every_kind_of_step_round_trips(string type)
    {
        var random = new Random(type.Length);
        for (int i = 0; i < 20; i++)
        {
            var step = (Step)Make(typeof(Step).Assembly.GetType("ModelCodegen.Plan." + type)!, random);
            NetworkPlan plan = Example() with { Steps = new EquatableArray<Step>([step]) };
            Assert.Equal(plan, PlanXml.Read(PlanXml.Write(plan)));
        }
    }

    [Fact]
    public void Names_may_hold_anything()
    {
        string name = new([.. Enumerable.Range(0, 0x300).Select(i => (char)i), '\uD800', '\uFFFF', '\\', '"', '<', '&']);
        NetworkPlan plan = Example() with { Options = name, Inputs = (Port[])[new Port(name, "x", "X", ElementType.Float32, EquatableArray<int>.Empty)] };
        Assert.Equal(plan, PlanXml.Read(PlanXml.Write(plan)));
    }

    [Fact]
    public void The_text_does_not_depend_on_the_culture()
    {
        string expected = PlanXml.Write(Example());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Assert.Equal(expected, PlanXml.Write(Example()));
            Assert.Equal(Example(), PlanXml.Read(expected));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<plan/>")]
    [InlineData("<plan version=\"99\"/>")]
    [InlineData("<!DOCTYPE plan [<!ENTITY x \"y\">]><plan version=\"1\"/>")]
    public void Other_texts_are_refused(string text) => Assert.Throws<FormatException>(() => PlanXml.Read(text));

    [Fact]
    public void A_missing_attribute_and_an_unknown_step_are_named()
    {
        string text = PlanXml.Write(Example());
        Assert.Contains("arena-bytes", Assert.Throws<FormatException>(() => PlanXml.Read(text.Replace(" arena-bytes=\"64\"", ""))).Message);
        Assert.Contains("teleport", Assert.Throws<FormatException>(() => PlanXml.Read(text.Replace("<fill", "<teleport"))).Message);
    }

    private static NetworkPlan Example() => new()
    {
        ToolVersion = "1.2.3",
        Namespace = "Some.Space",
        ClassName = "Net",
        SourceName = "net.onnx",
        SourceSha256 = "00ff",
        Options = "Quantization=int8",
        Quantization = "int8",
        Sparsity = 0.1,
        ResourceName = "Net.bin",
        WeightBytes = 12,
        ArenaBytes = 64,
        Inputs = (Port[])[new Port("x", "x", "X", ElementType.Float32, (int[])[1, 2]), new Port("q", "q", "Q", ElementType.UInt8, (int[])[3], PortKind.Fixed, 0.1f, 128)],
        Outputs = (Port[])[new Port("y", "y", "Y", ElementType.Int64, EquatableArray<int>.Empty)],
        Prefill = (FillStep[])[new FillStep("n", ElementType.UInt8, Location.Arena(0), (int[])[3], (int[])[1], 7)],
    };

    // Any value for every constructor parameter.
    private static object Make(Type type, Random random)
    {
        ConstructorInfo constructor = type.GetConstructors().Single(c => c.GetParameters().Length > 1);
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, random))]);
    }

    private static Argument[] Arguments(Random random) =>
    [
        new ElementArgument(ElementType.Int64, Location.Arena(random.Next())),
        new SpanArgument(ElementType.Boolean, Location.Input(1, random.Next()), random.Next(), false),
        new SpanArgument(ElementType.Float16, Location.Output(0), random.Next(), true),
        new IntegerArgument(random.Next(-9, 9)),
        new IntegersArgument((int[])[1, -2]),
        new IntegersArgument(EquatableArray<int>.Empty),
        new NumberArgument(random.NextDouble()),
        new NumberArgument(double.NegativeInfinity),
        new FlagArgument(random.Next(2) == 0),
        new FunctionArgument("Real<float,Elu>", (double[])[random.NextDouble(), 0]),
        new FunctionArgument("Add<int>", EquatableArray<double>.Empty),
    ];

    private static object? Value(Type type, Random random)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return random.Next(2) == 0 ? null : Value(inner, random);
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
        }

        return type.Name switch
        {
            "String" => "name " + random.Next(),
            "Int32" => random.Next(-1000, 1000),
            "Boolean" => random.Next(2) == 0,
            "Single" => BitConverter.Int32BitsToSingle(random.Next(0x00800000, 0x7f800000)),
            nameof(Location) => random.Next(2) == 0 ? Location.Weights(random.Next()) : Location.Output(random.Next(5), random.Next()),
            nameof(Tile) => new Tile(random.Next(1, 8), random.Next(1, 5), random.Next(1, 4), random.Next(0, 9), random.Next(0, 9), random.Next(0, 5)),
            nameof(Winograd) => new Winograd(random.Next(1, 8), random.Next(1, 5), random.Next(1, 4), random.Next(1, 9)),
            nameof(Activation) => random.Next(3) switch
            {
                0 => Activation.None,
                1 => Activation.Relu,
                _ => new Activation(UnaryFunction.Clip, -random.NextSingle(), random.NextSingle()),
            },
            _ when type == typeof(EquatableArray<string>) => new EquatableArray<string>(["float", "Real<float,Elu>"]),
            _ when type == typeof(EquatableArray<Argument>) => new EquatableArray<Argument>(Arguments(random)),
            _ when type == typeof(EquatableArray<Step>) => new EquatableArray<Step>([new FillStep("inside", ElementType.UInt8, Location.Arena(random.Next()), (int[])[3], (int[])[1], 7)]),
            _ => new EquatableArray<int>(Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(-5, 100))),
        };
    }
}
