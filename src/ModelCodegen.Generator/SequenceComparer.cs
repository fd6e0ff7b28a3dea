using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace ModelCodegen.Generator;

/// <summary>Compares immutable arrays by their elements.</summary>
internal sealed class SequenceComparer : IEqualityComparer<ImmutableArray<EmittedNetwork>>
{
    public static readonly SequenceComparer Instance = new();

    public bool Equals(ImmutableArray<EmittedNetwork> x, ImmutableArray<EmittedNetwork> y) => x.SequenceEqual(y);

    public int GetHashCode(ImmutableArray<EmittedNetwork> array) => array.Length;
}
