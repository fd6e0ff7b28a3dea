using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Ir.Operators;

namespace ModelCodegen.Compiler.Reference.Operators;

/// <summary>(x - mean) / sqrt(var + epsilon) * scale + bias per channel, factor and term computed in double.</summary>
internal static class BatchNormalizationEvaluation
{
    public static Tensor Run(BatchNormalization op, EvaluationScope scope)
    {
        float[] result = scope.Input(0).Values<float>().ToArray();
        int channels = scope.Input(0).Shape[1];
        int images = scope.Input(0).Shape[0];
        int inner = images * channels == 0 ? 0 : result.Length / images / channels;
        (float[] factors, float[] terms) = Coefficients(op, scope.Input(1), scope.Input(2), scope.Input(3), scope.Input(4));
        for (int plane = 0; plane < images * channels; plane++)
        {
            float factor = factors[plane % channels];
            float term = terms[plane % channels];
            foreach (ref float value in result.AsSpan(plane * inner, inner))
            {
                value = (value * factor) + term;
            }
        }

        return Tensor.Create(scope.Output.Shape, result);
    }

    /// <summary>The operator as x * factor + term.</summary>
    public static (float[] Factors, float[] Terms) Coefficients(BatchNormalization op, Tensor scale, Tensor bias, Tensor mean, Tensor variance)
    {
        var factors = new float[scale.Length];
        var terms = new float[scale.Length];
        for (int c = 0; c < factors.Length; c++)
        {
            double factor = scale.Values<float>()[c] / Math.Sqrt((double)variance.Values<float>()[c] + op.Epsilon);
            factors[c] = (float)factor;
            terms[c] = (float)(bias.Values<float>()[c] - (mean.Values<float>()[c] * factor));
        }

        return (factors, terms);
    }
}
