using System.Collections.Immutable;
using ModelCodegen.Compiler.Ir;
using ModelCodegen.Compiler.Lower;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Lower;

public sealed class PlacementTests
{
    [Fact]
    public void A_reshaped_view_walks_the_same_elements()
    {
        int views = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            ImmutableArray<int> shape = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 5))];
            Placement placement = Place(shape, random);
            ImmutableArray<int> target = Regroup(shape, random);
            if (placement.Reshape(target) is { } view)
            {
                Assert.Equal(Offsets(placement), Offsets(view));
                views++;
            }
            else
            {
                Assert.False(placement.IsRowMajor);
            }
        }

        Assert.InRange(views, 100, 499);
    }

    [Fact]
    public void Merged_loops_walk_the_same_elements()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            ImmutableArray<int> shape = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 5))];
            Placement a = Place(shape, random);
            Placement b = Place(shape, random);
            LoopNest loops = LoopNest.Over(shape, a.Strides, b.Strides)!;
            var pairs = Offsets(a).Zip(Offsets(b)).Order();
            ImmutableArray<int> extents = [.. loops.Extents];
            var merged = Offsets(Strided(extents, [.. loops.Strides[0]])).Zip(Offsets(Strided(extents, [.. loops.Strides[1]]))).Order();
            Assert.Equal(pairs, merged);
        }
    }

    [Fact]
    public void Borders_are_filled_all_around()
    {
        // 2 maps of 3x4 pixels of 2 channels, border 1 above, 2 left, 3 below, 1 right.
        int row = (2 + 4 + 1) * 2;
        int image = (1 + 3 + 3) * row;
        var border = new BorderFill("n", ElementType.UInt8, 7, 2, image, 3, row, 4 * 2, row + 4);
        var filled = new HashSet<int>();
        foreach (FillStep step in border.Steps(Location.Arena(0)))
        {
            Assert.All(Offsets(Strided([.. step.Extents], [.. step.Strides])), offset => Assert.True(filled.Add(step.Output.Offset + offset)));
        }

        IEnumerable<int> inside =
            from n in Enumerable.Range(0, 2) from y in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 8)
            select (n * image) + row + 4 + (y * row) + i;
        Assert.Equal(Enumerable.Range(0, 2 * image).Except(inside).Order(), filled.Order());
    }

    private static Placement Strided(ImmutableArray<int> shape, ImmutableArray<int> strides) =>
        new(ElementType.UInt8, shape, strides, null, Location.Arena(0));

    // Dimensions in any order in memory, some with gaps.
    private static Placement Place(ImmutableArray<int> shape, Random random)
    {
        int[] order = [.. Enumerable.Range(0, shape.Length)];
        if (random.Next(2) == 0)
        {
            random.Shuffle(order);
        }

        var strides = new int[shape.Length];
        int stride = 1;
        foreach (int i in order.Reverse())
        {
            strides[i] = stride;
            stride *= shape[i] + (random.Next(4) == 0 ? 1 : 0);
        }

        return Strided(shape, [.. strides]);
    }

    private static ImmutableArray<int> Regroup(ImmutableArray<int> shape, Random random)
    {
        int[] factors = [.. shape.SelectMany(extent => extent == 4 && random.Next(2) == 0 ? [2, 2] : new[] { extent })];
        var target = new List<int> { 1 };
        foreach (int factor in factors)
        {
            if (random.Next(2) == 0)
            {
                target.Add(1);
            }

            target[^1] *= factor;
        }

        return [.. target];
    }

    private static IEnumerable<int> Offsets(Placement placement) => Enumerable.Range(0, ShapeArithmetic.Length(placement.Shape)).Select(index =>
    {
        int offset = 0;
        for (int i = placement.Shape.Length - 1; i >= 0; i--)
        {
            offset += index % placement.Shape[i] * placement.Strides[i];
            index /= placement.Shape[i];
        }

        return offset;
    });
}
