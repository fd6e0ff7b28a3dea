using ModelCodegen.Compiler.Lower;
using ModelCodegen.Plan;

namespace ModelCodegen.Compiler.Tests.Lower;

public sealed class ArenaPlannerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Buffers_that_live_at_the_same_time_do_not_overlap(bool keepBorders)
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            ArenaBuffer[] buffers = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => Make(random))];
            int length = ArenaPlanner.Place(buffers, keepBorders);
            foreach (ArenaBuffer a in buffers)
            {
                Assert.Equal(0, a.Offset % ArenaPlanner.Alignment);
                Assert.True(a.Offset + a.Bytes <= length);
                foreach (ArenaBuffer b in buffers.Where(b => b != a))
                {
                    bool together = (a.First <= b.Last && b.First <= a.Last) || (keepBorders && (a.Border ?? b.Border) is not null);
                    Assert.False(together && a.Offset < b.Offset + b.Bytes && b.Offset < a.Offset + a.Bytes, $"seed {seed}");
                }
            }
        }
    }

    [Fact]
    public void Buffers_that_follow_each_other_share_their_place()
    {
        ArenaBuffer[] buffers = [.. Enumerable.Range(0, 10).Select(i =>
        {
            var buffer = new ArenaBuffer(1000);
            buffer.Touch(i);
            buffer.Touch(i + 1);
            return buffer;
        })];
        Assert.Equal(2048, ArenaPlanner.Place(buffers, keepBorders: true));
    }

    private static ArenaBuffer Make(Random random)
    {
        var buffer = new ArenaBuffer(random.Next(1, 500));
        int first = random.Next(20);
        buffer.Touch(first);
        buffer.Touch(first + random.Next(6));
        buffer.Border = random.Next(4) == 0 ? new BorderFill("n", ElementType.UInt8, 0, 1, 100, 2, 10, 8, 11) : null;
        return buffer;
    }
}
