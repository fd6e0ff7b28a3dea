using System.Collections;
using System.Reflection;
using ModelCodegen.Compiler.Diagnostics;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Report.Comparison;

namespace ModelCodegen.Cli.OnnxRuntime;

/// <summary>A session of <see cref="OnnxRuntimeLibrary"/>.</summary>
internal sealed class OnnxRuntimeSession : IOnnxSession
{
    private readonly dynamic session;
    private readonly dynamic runOptions;
    private readonly Type valueType;
    private readonly MethodInfo create;
    private readonly MethodInfo read;
    private readonly string[] inputNames;
    private readonly string[] outputNames;

    /// <summary>Wraps an InferenceSession.</summary>
    /// <param name="assembly">The library.</param>
    /// <param name="session">The session.</param>
    public OnnxRuntimeSession(Assembly assembly, object session)
    {
        this.session = session;
        runOptions = Activator.CreateInstance(OnnxRuntimeLibrary.TypeOf(assembly, "RunOptions"))!;
        valueType = OnnxRuntimeLibrary.TypeOf(assembly, "OrtValue");
        create = valueType.GetMethods().Single(method => method.Name == "CreateTensorValueFromMemory" && method.GetParameters() is [{ ParameterType.IsArray: true }, _]);
        read = valueType.GetMethod("GetTensorDataAsSpan")!.MakeGenericMethod(typeof(float));
        inputNames = [.. (IEnumerable<string>)this.session.InputNames];
        outputNames = [.. (IEnumerable<string>)this.session.OutputNames];
    }

    private delegate ReadOnlySpan<float> Elements();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, float[]> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        Array values = Array.CreateInstance(valueType, inputNames.Length);
        try
        {
            for (int i = 0; i < inputNames.Length; i++)
            {
                values.SetValue(Value(inputs[inputNames[i]]), i);
            }

            using dynamic results = session.Run(runOptions, inputNames, (dynamic)values, outputNames);
            var outputs = new Dictionary<string, float[]>(StringComparer.Ordinal);
            foreach ((string name, dynamic result) in outputNames.Zip(((IEnumerable)results).Cast<object>()))
            {
                if (result.IsTensor && result.GetTensorTypeAndShape().ElementDataType.ToString() == "Float")
                {
                    // Spans pass neither through 'dynamic' nor through Invoke.
                    outputs[name] = read.CreateDelegate<Elements>((object)result)().ToArray();
                }
            }

            return outputs;
        }
        catch (Exception exception) when (exception.GetBaseException().GetType().Assembly == valueType.Assembly)
        {
            throw new CompilationException(DiagnosticCode.OptionInvalid, $"ONNX Runtime does not run this model: {exception.GetBaseException().Message}");
        }
        finally
        {
            foreach (IDisposable? value in values)
            {
                value?.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        runOptions.Dispose();
        session.Dispose();
    }

    private object Value(Tensor input) =>
        create.MakeGenericMethod(input.Data.GetType().GetElementType()!).Invoke(null, [input.Data, input.Shape.Select(extent => (long)extent).ToArray()])!;
}
