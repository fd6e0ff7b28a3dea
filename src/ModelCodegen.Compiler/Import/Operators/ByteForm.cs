namespace ModelCodegen.Compiler.Import.Operators;

/// <summary>How an operator is computed in an int8 network, where what it reads is in bytes.</summary>
internal enum ByteForm
{
    /// <summary>In float, between conversions.</summary>
    Float,

    /// <summary>In integers.</summary>
    Integer,

    /// <summary>By a table of 256 bytes.</summary>
    Table,

    /// <summary>Bytes are moved, or seen otherwise.</summary>
    Moved,

    /// <summary>Folded into other operators or into constants.</summary>
    Folded,
}
