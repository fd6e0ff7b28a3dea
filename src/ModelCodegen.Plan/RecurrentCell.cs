namespace ModelCodegen.Plan;

/// <summary>
/// What a recurrent network computes at each step: from the sums s = x + h R of its gates, f, g and o being its functions Gate,
/// Candidate and Output.
/// </summary>
public enum RecurrentCell
{
    /// <summary>One sum: <c>h' = g(s)</c>.</summary>
    Rnn,

    /// <summary>Sums i, o, e, n: <c>c' = f(e) c + f(i) g(n)</c>, <c>h' = f(o) o(c')</c>; peepholes add their products with c to i and e, with c' to o.</summary>
    Lstm,

    /// <summary>As <see cref="Lstm"/>, but <c>1 - f(i)</c> instead of <c>f(e)</c>.</summary>
    CoupledLstm,

    /// <summary>Sums z, r, n: <c>h' = n + f(z) (h - n)</c> with <c>n = g(x + (f(r) h) R)</c>.</summary>
    Gru,

    /// <summary>As <see cref="Gru"/> with <c>n = g(x + f(r) (h R + Bias))</c>.</summary>
    LinearGru,
}
