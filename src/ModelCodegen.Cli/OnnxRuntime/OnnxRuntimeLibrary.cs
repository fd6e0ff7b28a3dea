using System.Reflection;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Report.Comparison;

namespace ModelCodegen.Cli.OnnxRuntime;

/// <summary>
/// ONNX Runtime from a folder of the user's, through reflection: the tool is built and shipped without it. One thread, so that
/// results are the same in every run.
/// </summary>
internal sealed class OnnxRuntimeLibrary : IOnnxRuntime
{
    private const string Name = "Microsoft.ML.OnnxRuntime";

    private readonly Assembly assembly;

    private OnnxRuntimeLibrary(Assembly assembly) => this.assembly = assembly;

    /// <summary>Loads it.</summary>
    /// <param name="folder">A folder with Microsoft.ML.OnnxRuntime.dll and its native library, for example the output folder of an application that uses it.</param>
    /// <exception cref="CompilationException">They are not there, or cannot be loaded (<see cref="DiagnosticCode.DataMissing"/>).</exception>
    public static OnnxRuntimeLibrary Load(string folder)
    {
        string path = Path.Combine(Path.GetFullPath(folder), Name + ".dll");
        if (!File.Exists(path))
        {
            throw Missing(folder, $"there is no {Name}.dll in it");
        }

        try
        {
            Assembly assembly = new OnnxRuntimeContext(Path.GetDirectoryName(path)!).LoadFromAssemblyPath(path);
            var library = new OnnxRuntimeLibrary(assembly);
            using IDisposable options = library.Options("ORT_ENABLE_ALL");
            return library;
        }
        catch (Exception exception)
        {
            // A type initializer that fails hides why.
            throw Missing(folder, exception.GetBaseException().Message);
        }
    }

    /// <inheritdoc/>
    public byte[] Optimize(string path)
    {
        string optimized = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
        try
        {
            using dynamic options = Options("ORT_ENABLE_BASIC");
            options.OptimizedModelFilePath = optimized;
            Session(path, options).Dispose();
            return File.ReadAllBytes(optimized);
        }
        finally
        {
            File.Delete(optimized);
        }
    }

    /// <inheritdoc/>
    public IOnnxSession Open(byte[] model, bool optimize)
    {
        using dynamic options = Options(optimize ? "ORT_ENABLE_ALL" : "ORT_DISABLE_ALL");
        return new OnnxRuntimeSession(assembly, Session(model, options));
    }

    /// <summary>A type of the library.</summary>
    internal static Type TypeOf(Assembly assembly, string name) => assembly.GetType($"{Name}.{name}", throwOnError: true)!;

    private dynamic Session(object model, object options)
    {
        try
        {
            return Activator.CreateInstance(TypeOf(assembly, "InferenceSession"), model, options)!;
        }
        catch (TargetInvocationException exception)
        {
            throw new CompilationException(DiagnosticCode.OptionInvalid, $"ONNX Runtime does not run this model: {exception.InnerException!.Message}");
        }
    }

    private dynamic Options(string level)
    {
        dynamic options = Activator.CreateInstance(TypeOf(assembly, "SessionOptions"))!;
        options.IntraOpNumThreads = 1;
        options.InterOpNumThreads = 1;
        options.GraphOptimizationLevel = Value("GraphOptimizationLevel", level);
        options.LogSeverityLevel = Value("OrtLoggingLevel", "ORT_LOGGING_LEVEL_ERROR");
        return options;
    }

    private dynamic Value(string type, string name) => Enum.Parse(TypeOf(assembly, type), name);

    private static CompilationException Missing(string folder, string why) => new(
        DiagnosticCode.DataMissing,
        $"ONNX Runtime cannot be loaded: {why}. The folder must hold {Name}.dll and its native library, as the output folder of an application does that uses the package {Name}.",
        file: folder);
}
