using ModelCodegen.Compiler.Export;

namespace ModelCodegen.Peers;

/// <summary>Writes the int8 form of a float model by the conventions of ONNX Runtime's <c>quantize_static</c>.</summary>
public static class QdqModel
{
    /// <summary>Writes the int8 form of a model.</summary>
    /// <param name="from">The float model.</param>
    /// <param name="to">The file to write.</param>
    /// <param name="samples">Calibration inputs.</param>
    /// <param name="perTensor">Whether all channels of a layer's weights get the scale of the widest one.</param>
    public static void Write(string from, string to, IEnumerable<Array[]> samples, bool perTensor = false)
    {
        string optimized = to + ".float.onnx";
        OrtSession.Optimize(from, optimized);
        byte[] floats = File.ReadAllBytes(optimized);
        File.Delete(optimized);
        File.WriteAllBytes(to, StaticQdqModel.Of(floats, model => Observe(model, samples), perTensor).Bytes);
    }

    private static IEnumerable<(string Name, float[] Values)> Observe(byte[] model, IEnumerable<Array[]> samples)
    {
        using var session = OrtSession.Oracle(model);
        foreach (Array[] sample in samples)
        {
            foreach ((string name, Array? value) in session.Outputs.Concat(session.Inputs).Zip([.. session.Run(sample), .. sample]))
            {
                if (value is float[] floats)
                {
                    yield return (name, floats);
                }
            }
        }
    }
}
