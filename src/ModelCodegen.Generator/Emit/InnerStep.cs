namespace ModelCodegen.Generator.Emit;

/// <summary>How an innermost loop steps through a tensor.</summary>
internal enum InnerStep
{
    /// <summary>To the next element.</summary>
    Unit,

    /// <summary>Not at all.</summary>
    Zero,

    /// <summary>By a stride.</summary>
    General,
}
