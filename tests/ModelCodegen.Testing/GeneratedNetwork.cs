using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelCodegen.Testing;

/// <summary>A network's class, generated from its plan, compiled in memory and instantiated.</summary>
public sealed class GeneratedNetwork : IDisposable
{
    private delegate ReadOnlySpan<int> ShapeGetter();

    private readonly AssemblyLoadContext context;
    private readonly Action<Array[], Array[]> run;
    private readonly (Type Element, int Length)[] outputs;

    private GeneratedNetwork(AssemblyLoadContext context, Type type, int threads)
    {
        this.context = context;
        Type = type;
        Instance = (IDisposable)Activator.CreateInstance(type, threads)!;
        MethodInfo method = type.GetMethod("Run")!;
        run = Caller(Instance, method);
        outputs =
        [
            .. method.GetParameters()
                .Where(p => p.ParameterType.GetGenericTypeDefinition() == typeof(Span<>))
                .Select(p => (p.ParameterType.GetGenericArguments()[0], Length(type, p.Name!))),
        ];
    }

    /// <summary>The generated class.</summary>
    public Type Type { get; }

    /// <summary>The instance.</summary>
    public IDisposable Instance { get; }

    /// <summary>Generates, compiles (warnings are errors) and instantiates a network.</summary>
    /// <param name="planXml">The plan's text.</param>
    /// <param name="weights">The weight resource.</param>
    /// <param name="threads">The instance's threads.</param>
    /// <param name="allowUnsafe">Whether the project has unsafe code.</param>
    public static GeneratedNetwork Compile(string planXml, byte[] weights, int threads = 1, bool allowUnsafe = true) =>
        CompileAll([(planXml, weights)], threads, allowUnsafe)[0];

    /// <summary>Compiles several networks into one assembly, which takes little longer than one, and instantiates them.</summary>
    public static IReadOnlyList<GeneratedNetwork> CompileAll(IReadOnlyList<(string PlanXml, byte[] Weights)> networks, int threads = 1, bool allowUnsafe = true) =>
        Load(Image(networks, allowUnsafe), [.. networks.Select(n => n.PlanXml)], threads);

    /// <summary>Compiles several networks into the image of one assembly.</summary>
    public static byte[] Image(IReadOnlyList<(string PlanXml, byte[] Weights)> networks, bool allowUnsafe = true) => Image(networks, out _, allowUnsafe);

    /// <summary>Compiles several networks into the image of one assembly, and tells the size of their C#.</summary>
    /// <param name="networks">Plans and weights.</param>
    /// <param name="characters">The C#'s length.</param>
    /// <param name="allowUnsafe">Whether the project has unsafe code.</param>
    /// <param name="instrument">Changes what is compiled, to measure it.</param>
    public static byte[] Image(
        IReadOnlyList<(string PlanXml, byte[] Weights)> networks, out int characters, bool allowUnsafe = true, Func<CSharpCompilation, CSharpCompilation>? instrument = null)
    {
        var options = new Dictionary<string, string>();
        if (!allowUnsafe)
        {
            options["ModelCodegenUnsafe"] = "false";
        }

        GeneratorRun generator = new GeneratorRun(options, allowUnsafe: allowUnsafe).Run([.. networks.Select((n, i) => ($"{i}.plan.xml", n.PlanXml))]);
        Fail(generator.Result.Diagnostics);
        characters = generator.Result.GeneratedSources.Sum(source => source.SourceText.Length);
        var resources = new Dictionary<string, ResourceDescription>();
        foreach ((string plan, byte[] weights) in networks)
        {
            string name = Attribute(plan, "resource-name");
            if (name.Length > 0 && weights.Length > 0)
            {
                resources[name] = new ResourceDescription(name, () => new MemoryStream(weights), isPublic: true);
            }
        }

        using var assembly = new MemoryStream();
        CSharpCompilation compilation = instrument?.Invoke(generator.Output) ?? generator.Output;
        Fail(compilation.Emit(assembly, manifestResources: resources.Values).Diagnostics);
        return assembly.ToArray();
    }

    /// <summary>Instantiates networks from an assembly's image, also one that another process compiled.</summary>
    public static IReadOnlyList<GeneratedNetwork> Load(byte[] image, IReadOnlyList<string> planXmls, int threads = 1)
    {
        var context = new AssemblyLoadContext("Generated", isCollectible: true);
        Assembly loaded = context.LoadFromStream(new MemoryStream(image));
        return
        [
            .. planXmls.Select(plan =>
            {
                string space = Attribute(plan, "namespace");
                string name = (space.Length > 0 ? space + "." : "") + Attribute(plan, "class-name");
                return new GeneratedNetwork(context, loaded.GetType(name.Replace("@", ""), throwOnError: true)!, threads);
            }),
        ];
    }

    /// <summary>Runs the network on arrays of its inputs' element types and gives its outputs.</summary>
    public Array[] Run(params Array[] inputs)
    {
        Array[] results = [.. outputs.Select(o => Array.CreateInstance(o.Element, o.Length))];
        run(inputs, results);
        return results;
    }

    /// <summary>Runs the network into arrays that exist.</summary>
    public void Run(Array[] inputs, Array[] results) => run(inputs, results);

    /// <inheritdoc/>
    public void Dispose()
    {
        Instance.Dispose();
        if (context.IsCollectible)
        {
            context.Unload();
        }
    }

    // Spans cannot pass through reflection; a compiled expression converts the arrays.
    private static Action<Array[], Array[]> Caller(object instance, MethodInfo method)
    {
        ParameterExpression inputs = Expression.Parameter(typeof(Array[]));
        ParameterExpression outputs = Expression.Parameter(typeof(Array[]));
        int input = 0;
        int output = 0;
        List<Expression> arguments = [];
        foreach (ParameterInfo parameter in method.GetParameters())
        {
            bool read = parameter.ParameterType.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>);
            Type array = parameter.ParameterType.GetGenericArguments()[0].MakeArrayType();
            Expression element = Expression.Convert(Expression.ArrayIndex(read ? inputs : outputs, Expression.Constant(read ? input++ : output++)), array);
            arguments.Add(Expression.New(parameter.ParameterType.GetConstructor([array])!, element));
        }

        return Expression.Lambda<Action<Array[], Array[]>>(Expression.Call(Expression.Constant(instance), method, arguments), inputs, outputs).Compile();
    }

    // The dimensions of an output have no constant: they are as many as its shape has.
    private static int Length(Type type, string parameter)
    {
        FieldInfo? constant = Array.Find(
            type.GetFields(BindingFlags.Public | BindingFlags.Static),
            f => f.IsLiteral && (Is(f, parameter + "Length") || Is(f, parameter + "MaxLength")));
        if (constant is not null)
        {
            return (int)constant.GetRawConstantValue()!;
        }

        string shape = parameter[..^"Dims".Length] + "Shape";
        MethodInfo getter = type.GetProperties(BindingFlags.Public | BindingFlags.Static).Single(p => string.Equals(p.Name, shape, StringComparison.OrdinalIgnoreCase)).GetMethod!;
        return getter.CreateDelegate<ShapeGetter>()().Length;

        static bool Is(FieldInfo field, string name) => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase);
    }

    private static string Attribute(string planXml, string name) =>
        (string?)System.Xml.Linq.XElement.Parse(planXml).Attribute(name) ?? "";

    private static void Fail(IEnumerable<Diagnostic> diagnostics)
    {
        string[] errors = [.. diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString())];
        if (errors.Length > 0)
        {
            throw new InvalidOperationException(string.Join("\n", errors.Take(20)));
        }
    }
}
