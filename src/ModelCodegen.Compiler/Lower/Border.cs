namespace ModelCodegen.Compiler.Lower;

/// <summary>Pixels around a map that a convolution reads.</summary>
internal readonly record struct Border(int Top, int Left, int Bottom, int Right)
{
    /// <summary>The smallest border that holds both.</summary>
    public Border Union(Border other) =>
        new(Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));

    /// <summary>Whether this border is at least the other on every side.</summary>
    public bool Holds(Border other) => Union(other) == this;
}
