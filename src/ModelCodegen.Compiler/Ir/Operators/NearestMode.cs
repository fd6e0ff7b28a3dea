namespace ModelCodegen.Compiler.Ir.Operators;

/// <summary>How the nearest element is found: ONNX's nearest_mode.</summary>
public enum NearestMode
{
    /// <summary>Halves are rounded down.</summary>
    RoundPreferFloor,

    /// <summary>Halves are rounded up.</summary>
    RoundPreferCeil,

    /// <summary>Always down.</summary>
    Floor,

    /// <summary>Always up.</summary>
    Ceil,

    /// <summary>Down where the extent grows, up where it shrinks: what operator sets before 11 do in practice.</summary>
    ByDirection,
}
