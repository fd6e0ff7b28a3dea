namespace ModelCodegen.Plan;

/// <summary>A function of one element, as ONNX defines it; <c>a</c> and <c>b</c> are its parameters.</summary>
public enum UnaryFunction
{
    /// <summary><c>x</c></summary>
    Identity,

    /// <summary><c>min(max(x, a), b)</c>; Relu is a = 0, b = infinity.</summary>
    Clip,

    /// <summary><c>x &lt; 0 ? a * x : x</c></summary>
    LeakyRelu,

    /// <summary><c>1 / (1 + exp(-x))</c></summary>
    Sigmoid,

    /// <summary><c>min(max(a * x + b, 0), 1)</c></summary>
    HardSigmoid,

    /// <summary><c>x * min(max(x / 6 + 0.5, 0), 1)</c></summary>
    HardSwish,

    /// <summary><c>x * sigmoid(x)</c></summary>
    Silu,

    /// <summary><c>tanh(x)</c></summary>
    Tanh,

    /// <summary><c>exp(x)</c></summary>
    Exp,
}
