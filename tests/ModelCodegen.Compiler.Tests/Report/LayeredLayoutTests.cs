using ModelCodegen.Compiler.Report.Html;

namespace ModelCodegen.Compiler.Tests.Report;

public sealed class LayeredLayoutTests
{
    [Fact]
    public void Edges_lead_down_and_nothing_overlaps()
    {
        var random = new Random(3);
        (int From, int To)[] edges = [.. Enumerable.Range(1, 199).SelectMany(to => Enumerable.Range(0, random.Next(1, 4)).Select(_ => (Math.Max(0, to - random.Next(1, 12)), to))).Distinct()];
        var layout = new LayeredLayout(200, edges, nodeWidth: 100, pointWidth: 10);
        Assert.Equal(edges.Order(), layout.Routes.Select(route => (route.From, route.To)).Order());
        Assert.All(edges, edge => Assert.True(layout.RankOf(edge.From) < layout.RankOf(edge.To)));
        Assert.All(layout.Routes, route => Assert.Equal(layout.RankOf(route.To) - layout.RankOf(route.From) - 1, route.Points.Length));

        HashSet<int> points = [.. layout.Routes.SelectMany(route => route.Points)];
        foreach (IGrouping<int, int> rank in Enumerable.Range(0, 200 + points.Count).GroupBy(layout.RankOf))
        {
            int[] sorted = [.. rank.OrderBy(layout.Center)];
            for (int i = 1; i < sorted.Length; i++)
            {
                double room = (Width(sorted[i - 1]) + Width(sorted[i])) / 2;
                Assert.True(layout.Center(sorted[i]) - layout.Center(sorted[i - 1]) >= room - 1e-6);
            }

            Assert.InRange(layout.Center(sorted[0]), Width(sorted[0]) / 2 - 1e-6, layout.Width);
        }

        double Width(int node) => points.Contains(node) ? 10 : 100;
    }

    [Fact]
    public void A_chain_is_a_straight_line()
    {
        var layout = new LayeredLayout(50, [.. Enumerable.Range(0, 49).Select(i => (i, i + 1))], nodeWidth: 100, pointWidth: 10);
        Assert.Equal(50, layout.Ranks);
        Assert.Equal(100, layout.Width, 6);
        Assert.All(Enumerable.Range(0, 50), node => Assert.Equal(50, layout.Center(node), 6));
    }

    [Fact]
    public void A_value_that_every_layer_reads_costs_no_square()
    {
        (int From, int To)[] edges = [.. Enumerable.Range(0, 3999).Select(i => (i, i + 1)), .. Enumerable.Range(2, 3998).Select(i => (0, i))];
        var layout = new LayeredLayout(4000, edges, nodeWidth: 100, pointWidth: 10);
        Assert.Equal(edges.Length, layout.Routes.Count);
        Assert.InRange(layout.Routes.Sum(route => route.Points.Length), 1, 64 * 64);
    }

    [Fact]
    public void Nothing_needs_no_room()
    {
        var layout = new LayeredLayout(0, [], nodeWidth: 100, pointWidth: 10);
        Assert.Equal((0, 0), (layout.Ranks, layout.Width));
    }
}
