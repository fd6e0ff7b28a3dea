namespace ModelCodegen.Compiler.Lower;

/// <summary>A stretch of the arena and the steps between which it is in use.</summary>
internal sealed class ArenaBuffer(int bytes)
{
    /// <summary>Its length.</summary>
    public int Bytes { get; } = bytes;

    /// <summary>The first step that touches it.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>The last step that touches it.</summary>
    public int Last { get; private set; } = -1;

    /// <summary>Where it begins; set by <see cref="ArenaPlanner"/>.</summary>
    public int Offset { get; set; }

    /// <summary>The border to fill, where it has one.</summary>
    public BorderFill? Border { get; set; }

    /// <summary>Notes that a step touches it.</summary>
    public void Touch(int step)
    {
        First = Math.Min(First, step);
        Last = Math.Max(Last, step);
    }
}
