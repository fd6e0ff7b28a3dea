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

    /// <summary>The absolute value</summary>
    Abs,

    /// <summary><c>-x</c></summary>
    Neg,

    /// <summary><c>1 / x</c></summary>
    Reciprocal,

    /// <summary>The square root</summary>
    Sqrt,

    /// <summary>The error function</summary>
    Erf,

    /// <summary><c>x / 2 * (1 + erf(x / sqrt 2))</c></summary>
    Gelu,

    /// <summary>The natural logarithm</summary>
    Log,

    /// <summary>Sin x</summary>
    Sin,

    /// <summary>Cos x</summary>
    Cos,

    /// <summary>Tan x</summary>
    Tan,

    /// <summary>Arcsin x</summary>
    Asin,

    /// <summary>Arccos x</summary>
    Acos,

    /// <summary>Arctan x</summary>
    Atan,

    /// <summary>Sinh x</summary>
    Sinh,

    /// <summary>Cosh x</summary>
    Cosh,

    /// <summary>Arsinh x</summary>
    Asinh,

    /// <summary>Arcosh x</summary>
    Acosh,

    /// <summary>Artanh x</summary>
    Atanh,

    /// <summary><c>x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))</c></summary>
    GeluTanh,

    /// <summary><c>x * sigmoid(a * x)</c></summary>
    QuickGelu,

    /// <summary><c>x &lt; 0 ? a * (exp(x) - 1) : x</c></summary>
    Elu,

    /// <summary><c>b * (x &gt; 0 ? x : a * (exp(x) - 1))</c></summary>
    Selu,

    /// <summary><c>max(0, x) + min(0, a * (exp(x / a) - 1))</c></summary>
    Celu,

    /// <summary><c>x &gt; a ? x : 0</c></summary>
    ThresholdedRelu,

    /// <summary><c>x &lt; -a ? x + b : x &gt; a ? x - b : 0</c></summary>
    Shrink,

    /// <summary><c>log(1 + exp(x))</c></summary>
    Softplus,

    /// <summary><c>x / (1 + |x|)</c></summary>
    Softsign,

    /// <summary><c>x * tanh(softplus(x))</c></summary>
    Mish,

    /// <summary>-1, 0 or 1</summary>
    Sign,

    /// <summary>The largest whole number not above x</summary>
    Floor,

    /// <summary>The least whole number not below x</summary>
    Ceil,

    /// <summary>The nearest whole number, half to even</summary>
    Round,
}
